package holm.root.address;

import holm.domain.address.AddressPair;
import java.util.Optional;

/** What a person is told about an instance that has an address of one family only. Pure. */
public final class AddressShortage {
    private AddressShortage() {}

    /** @return empty when it has both, or none because it is older than addresses */
    public static Optional<String> of(AddressPair addresses) {
        if (addresses.v4().isPresent() == addresses.v6().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                addresses.v4().isEmpty()
                        ? "reached over IPv6 only, because no IPv4 address is left"
                        : "reached over IPv4 only, because no IPv6 address is left");
    }
}
