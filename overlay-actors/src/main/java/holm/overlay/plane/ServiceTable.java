package holm.overlay.plane;

import holm.domain.ServiceId;
import holm.overlay.balance.Destination;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the addresses of one service lead on this worker.
 *
 * @param version of the route table that it was made of; a smaller one never replaces a larger one
 * @param clients namespace addresses that may reach its targets when the service is isolated; empty when everybody may
 */
public record ServiceTable(
        ServiceId service, long version, List<Destination> destinations, Optional<Set<String>> clients) {
    public ServiceTable {
        destinations = List.copyOf(destinations);
        clients = clients.map(Set::copyOf);
    }

    public ServiceTable(ServiceId service, long version, List<Destination> destinations) {
        this(service, version, destinations, Optional.empty());
    }
}
