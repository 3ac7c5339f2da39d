package holm.root.service;

import holm.domain.ServiceId;
import java.util.List;

/**
 * The list row of a service; it belongs to its application.
 *
 * @param wanted numbers of the instances that should run, ascending
 * @param stopping numbers of those that should not, and are not gone yet
 */
public record ServiceRow(
        ServiceId id,
        ServiceDefinition definition,
        int nextNumber,
        List<Integer> wanted,
        List<Integer> stopping,
        boolean deleting) {
    static ServiceRow of(ServiceId id, ServiceState.Known state) {
        return new ServiceRow(
                id,
                state.definition(),
                state.nextNumber(),
                List.copyOf(state.wanted()),
                List.copyOf(state.stopping()),
                state.deleting());
    }
}
