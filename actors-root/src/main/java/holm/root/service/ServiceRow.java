package holm.root.service;

import com.fasterxml.jackson.annotation.JsonCreator;
import holm.domain.ServiceId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The list row of a service; it belongs to its application.
 *
 * @param wanted numbers of the instances that should run, ascending
 * @param stopping numbers of those that should not, and are not gone yet
 * @param weights by number, of instances that somebody gave another one than the usual
 */
public record ServiceRow(
        ServiceId id,
        ServiceDefinition definition,
        int nextNumber,
        List<Integer> wanted,
        List<Integer> stopping,
        boolean deleting,
        Map<Integer, Integer> weights) {
    @JsonCreator
    static ServiceRow read(
            ServiceId id,
            ServiceDefinition definition,
            int nextNumber,
            List<Integer> wanted,
            List<Integer> stopping,
            boolean deleting,
            @Nullable Map<Integer, Integer> weights) {
        return new ServiceRow(
                id, definition, nextNumber, wanted, stopping, deleting, weights == null ? Map.of() : weights);
    }

    static ServiceRow of(ServiceId id, ServiceState.Known state) {
        return new ServiceRow(
                id,
                state.definition(),
                state.nextNumber(),
                List.copyOf(state.wanted()),
                List.copyOf(state.stopping()),
                state.deleting(),
                state.weights());
    }
}
