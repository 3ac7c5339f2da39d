package holm.domain.route;

import holm.domain.ApplicationId;
import holm.domain.ServiceId;
import holm.domain.address.AddressPair;
import holm.domain.descriptor.ServiceName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What of a service its routes are about; the same for as long as it exists, but for what only the root could say.
 *
 * @param isolated whether only instances of the same application reach it
 * @param addresses service addresses by the policy's word
 * @param fellows all services of its application, itself among them, when it is isolated; empty when it is not, and where only the
 *     root could say
 * @param weights by instance number, of those that somebody gave another one than {@value Endpoint#DEFAULT_WEIGHT}; empty where only the
 *     root could say
 * @param account name of the account that owns the application; empty where only an older Holm spoke of the service
 */
public record RoutedService(
        ServiceId service,
        ServiceName name,
        ApplicationId application,
        boolean isolated,
        Map<String, AddressPair> addresses,
        Optional<Set<ServiceId>> fellows,
        Optional<Map<Integer, Integer>> weights,
        Optional<String> account) {
    public RoutedService {
        addresses = Map.copyOf(addresses);
        fellows = fellows.map(Set::copyOf);
        weights = weights.map(Map::copyOf);
    }

    /** Without what only the root could say. */
    public RoutedService(
            ServiceId service,
            ServiceName name,
            ApplicationId application,
            boolean isolated,
            Map<String, AddressPair> addresses,
            Optional<String> account) {
        this(service, name, application, isolated, addresses, Optional.empty(), Optional.empty(), account);
    }

    public Owner owner() {
        return new Owner(application, account);
    }

    /** @return under which texts it is looked up: its full name and its canonical addresses */
    public Stream<String> keys() {
        return Stream.concat(
                Stream.of(name.toString()), addresses.values().stream().flatMap(pair -> pair.texts().stream()));
    }
}
