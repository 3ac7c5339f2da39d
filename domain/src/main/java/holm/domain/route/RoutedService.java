package holm.domain.route;

import holm.domain.ApplicationId;
import holm.domain.ServiceId;
import holm.domain.address.AddressPair;
import holm.domain.descriptor.ServiceName;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What of a service its routes are about; the same for as long as it exists.
 *
 * @param isolated whether only instances of the same application reach it
 * @param addresses service addresses by the policy's word
 */
public record RoutedService(
        ServiceId service,
        ServiceName name,
        ApplicationId application,
        boolean isolated,
        Map<String, AddressPair> addresses) {
    public RoutedService {
        addresses = Map.copyOf(addresses);
    }

    /** @return under which texts it is looked up: its full name and its canonical addresses */
    public Stream<String> keys() {
        return Stream.concat(
                Stream.of(name.toString()), addresses.values().stream().flatMap(pair -> pair.texts().stream()));
    }
}
