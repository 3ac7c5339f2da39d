package holm.domain.route;

import holm.domain.ApplicationId;
import holm.domain.ServiceId;
import holm.domain.address.AddressPair;
import holm.domain.descriptor.ServiceName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where one service's addresses lead.
 *
 * @param version larger with each change, also over restarts of its owner; 1 or more, and not without gaps
 * @param addresses service addresses by the policy's word ({@code rr}, {@code closest}, …)
 * @param isolated whether only instances of the same application reach it
 * @param endpoints by instance number
 */
public record RouteTable(
        ServiceId service,
        ServiceName name,
        ApplicationId application,
        boolean isolated,
        long version,
        Map<String, AddressPair> addresses,
        List<Endpoint> endpoints) {
    public RouteTable {
        addresses = Map.copyOf(addresses);
        endpoints = List.copyOf(endpoints);
    }

    /** @param endpoints in any order */
    public static RouteTable of(RoutedService service, long version, Collection<Endpoint> endpoints) {
        return new RouteTable(
                service.service(),
                service.name(),
                service.application(),
                service.isolated(),
                version,
                service.addresses(),
                endpoints.stream()
                        .sorted(Comparator.comparing(Endpoint::instance))
                        .toList());
    }

    public RoutedService about() {
        return new RoutedService(service, name, application, isolated, addresses);
    }

    /** @return the same service with these endpoints, in any order */
    public RouteTable with(long otherVersion, Collection<Endpoint> others) {
        return of(about(), otherVersion, others);
    }

    /** @return every text under which something of it is looked up: its name, its addresses, those of its instances */
    public Stream<String> keys() {
        return Stream.concat(
                about().keys(), endpoints.stream().flatMap(endpoint -> endpoint.instanceAddresses().texts().stream()));
    }
}
