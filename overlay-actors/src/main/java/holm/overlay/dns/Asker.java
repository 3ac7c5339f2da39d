package holm.overlay.dns;

import holm.domain.ServiceId;
import holm.domain.descriptor.ServiceName;
import holm.domain.route.RoutedService;
import java.util.Optional;

/**
 * The service whose instance asks. What it calls by a name is its own account's: names are unique within an account only.
 *
 * @param about empty while its table is not here: the cluster may know whose it is all the same
 */
public record Asker(ServiceId service, Optional<RoutedService> about) {
    Optional<ServiceName> name() {
        return about.map(RoutedService::name);
    }

    /** @return whether both are surely of one account */
    boolean mayMean(RoutedService other) {
        return about.filter(own -> own.owner().isOfOneAccountWith(other.owner()))
                .isPresent();
    }
}
