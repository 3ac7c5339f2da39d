package holm.overlay.address;

import holm.domain.address.IpAddress;
import java.util.Optional;

/** The addresses of one pool in the order in which they are handed out, which is Oakestra's. Pure. */
public sealed interface AddressSequence permits BlockSequence, ServiceV4Sequence, SubnetV4Sequence, SubnetV6Sequence {
    /** The first one is handed out like any other, also when it looks like a network's. */
    IpAddress first();

    /** @return what follows; empty after the last one, which is handed out too */
    Optional<IpAddress> after(IpAddress address);

    /** @return whether somebody may choose it */
    boolean contains(IpAddress address);

    /** @return whether the order comes by it; some that can be chosen are never handed out by themselves */
    boolean comesBy(IpAddress address);

    /** What the pool consists of, for a person. */
    String range();
}
