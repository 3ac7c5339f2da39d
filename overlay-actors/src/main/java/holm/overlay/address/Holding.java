package holm.overlay.address;

import holm.domain.address.IpAddress;

/**
 * One address and whose it is.
 *
 * @param name see {@link Wish}
 * @param chosen whether exactly this one was asked for
 * @param ordinary whether the order comes by it, see {@link AddressSequence#comesBy}
 */
public record Holding(String owner, String name, IpAddress address, boolean chosen, boolean ordinary) {}
