package holm.domain.route;

import holm.domain.ApplicationId;
import holm.domain.ServiceId;
import holm.domain.address.AddressPair;
import holm.domain.descriptor.ServiceName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where one service's addresses lead.
 *
 * @param version larger with each change, also over restarts of its owner; 1 or more, and not without gaps
 * @param addresses service addresses by the policy's word ({@code rr}, {@code closest}, …)
 * @param isolated whether only instances of the same application reach it
 * @param fellows as {@link RoutedService#fellows}
 * @param weights as {@link RoutedService#weights}
 * @param account as {@link RoutedService#account}
 * @param endpoints by instance number
 */
public record RouteTable(
        ServiceId service,
        ServiceName name,
        ApplicationId application,
        boolean isolated,
        long version,
        Map<String, AddressPair> addresses,
        Optional<Set<ServiceId>> fellows,
        Optional<Map<Integer, Integer>> weights,
        Optional<String> account,
        List<Endpoint> endpoints) {
    public RouteTable {
        addresses = Map.copyOf(addresses);
        fellows = fellows.map(Set::copyOf);
        weights = weights.map(Map::copyOf);
        endpoints = List.copyOf(endpoints);
    }

    /** Without what only the root could say. */
    public RouteTable(
            ServiceId service,
            ServiceName name,
            ApplicationId application,
            boolean isolated,
            long version,
            Map<String, AddressPair> addresses,
            List<Endpoint> endpoints) {
        this(
                service,
                name,
                application,
                isolated,
                version,
                addresses,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                endpoints);
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
                service.fellows(),
                service.weights(),
                service.account(),
                endpoints.stream()
                        .sorted(Comparator.comparing(Endpoint::instance))
                        .toList());
    }

    public RoutedService about() {
        return new RoutedService(service, name, application, isolated, addresses, fellows, weights, account);
    }

    public Owner owner() {
        return new Owner(application, account);
    }

    /** @return the same service with these endpoints, in any order */
    public RouteTable with(long otherVersion, Collection<Endpoint> others) {
        return of(about(), otherVersion, others);
    }

    /** @return the same, with what only the root could say and this does not */
    public RouteTable orSaidBy(RouteTable before) {
        return new RouteTable(
                service,
                name,
                application,
                isolated,
                version,
                addresses,
                fellows.or(before::fellows),
                weights.or(before::weights),
                account.or(before::account),
                endpoints);
    }

    /** @return the same, and its endpoints weigh what the root said */
    public RouteTable weighed() {
        return weights.map(said -> with(
                        version,
                        endpoints.stream()
                                .map(endpoint -> endpoint.weighing(
                                        said.getOrDefault(endpoint.instance().number(), Endpoint.DEFAULT_WEIGHT)))
                                .toList()))
                .orElse(this);
    }

    /** @return every text under which something of it is looked up: its name, its addresses, those of its instances */
    public Stream<String> keys() {
        return Stream.concat(
                about().keys(), endpoints.stream().flatMap(endpoint -> endpoint.instanceAddresses().texts().stream()));
    }
}
