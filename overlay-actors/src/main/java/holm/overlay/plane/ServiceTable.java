package holm.overlay.plane;

import holm.domain.ServiceId;
import holm.overlay.balance.Destination;
import java.util.List;

/**
 * Where the addresses of one service lead on this worker.
 *
 * @param version of the route table that it was made of; a smaller one never replaces a larger one
 */
public record ServiceTable(ServiceId service, long version, List<Destination> destinations) {
    public ServiceTable {
        destinations = List.copyOf(destinations);
    }
}
