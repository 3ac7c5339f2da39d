package holm.cluster.instance;

import holm.domain.InstanceId;
import holm.domain.address.AddressPair;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.message.Addressing;
import holm.domain.message.Assignment;
import holm.domain.message.Whereabouts;
import holm.domain.route.RoutedService;
import java.util.Optional;

/**
 * What an instance answers under while it runs.
 *
 * @param about its service
 * @param instance addresses that survive its moves
 * @param namespace addresses where it is now
 * @param milliCpus what it may use, in thousandths of a core
 */
public record Serving(RoutedService about, AddressPair instance, AddressPair namespace, long milliCpus) {
    /** @return empty when it has no addresses: nobody could reach it */
    static Optional<Serving> of(Assignment assignment, Whereabouts whereabouts) {
        var namespace = pair(whereabouts);
        return assignment
                .addressing()
                .filter(_ -> !namespace.equals(AddressPair.NONE))
                .map(addressing -> new Serving(
                        about(assignment, addressing),
                        addressing.instance(),
                        namespace,
                        assignment.descriptor().need().milliCpus()));
    }

    private static RoutedService about(Assignment assignment, Addressing addressing) {
        InstanceId instance = assignment.instance();
        var descriptor = assignment.descriptor();
        return new RoutedService(
                instance.service(),
                descriptor.name(),
                addressing.application(),
                descriptor.isolated(),
                addressing.service(),
                addressing.account());
    }

    private static AddressPair pair(Whereabouts whereabouts) {
        var texts = whereabouts.namespaceAddresses();
        return new AddressPair(
                texts.stream()
                        .map(Ipv4Address::tryParse)
                        .flatMap(Optional::stream)
                        .findFirst(),
                texts.stream()
                        .map(Ipv6Address::tryParse)
                        .flatMap(Optional::stream)
                        .findFirst());
    }
}
