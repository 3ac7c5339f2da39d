package holm.domain.address;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One thing's address of each family.
 *
 * @param v4 empty when it has none: IPv4 is not the limit of the system
 * @param v6 empty on a machine without IPv6
 */
public record AddressPair(Optional<Ipv4Address> v4, Optional<Ipv6Address> v6) {
    public static final AddressPair NONE = new AddressPair(Optional.empty(), Optional.empty());

    /** @return whether it is one of these */
    public boolean has(IpAddress address) {
        return v4.filter(address::equals).isPresent()
                || v6.filter(address::equals).isPresent();
    }

    /** @return what there is, as text, IPv4 first */
    public List<String> texts() {
        return Stream.concat(v4.map(Ipv4Address::toString).stream(), v6.map(Ipv6Address::toString).stream())
                .toList();
    }
}
