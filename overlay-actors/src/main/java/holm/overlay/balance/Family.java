package holm.overlay.balance;

import holm.domain.address.AddressPair;
import java.util.Optional;

/** The two kinds of addresses. A packet keeps its family, so targets are chosen for each alone. */
enum Family {
    IPV4,
    IPV6;

    /** @return the address of this family as canonical text, or empty when there is none */
    Optional<String> of(AddressPair pair) {
        return switch (this) {
            case IPV4 -> pair.v4().map(Object::toString);
            case IPV6 -> pair.v6().map(Object::toString);
        };
    }
}
