package holm.domain.address;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Optional;

/** An address of either family, written as its canonical text. */
public sealed interface IpAddress permits Ipv4Address, Ipv6Address {
    /** @throws IllegalArgumentException when {@link #tryParse} does not take {@code text} */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static IpAddress parse(String text) {
        return tryParse(text).orElseThrow(() -> new IllegalArgumentException("not an IP address: " + text));
    }

    /** @return the address, or empty when {@code text} is one of neither family */
    static Optional<IpAddress> tryParse(String text) {
        return text.indexOf(':') < 0
                ? Ipv4Address.tryParse(text).map(address -> address)
                : Ipv6Address.tryParse(text).map(address -> address);
    }

    /** @return whether this one comes before {@code other}; IPv4 before IPv6 */
    default boolean isBefore(IpAddress other) {
        return switch (this) {
            case Ipv4Address four -> !(other instanceof Ipv4Address same) || four.compareTo(same) < 0;
            case Ipv6Address six -> other instanceof Ipv6Address same && six.compareTo(same) < 0;
        };
    }
}
