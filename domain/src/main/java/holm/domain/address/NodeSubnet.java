package holm.domain.address;

import java.util.Optional;

/**
 * The namespace addresses of one worker. The first host address of each family is its bridge's.
 *
 * @param v4 first address of a /26 in {@code 10.18.0.0}–{@code 10.29.255.255}; empty once those are used up
 * @param v6 first address of a /120 in {@code fc00::}–{@code fdfd:…}
 */
public record NodeSubnet(Optional<Ipv4Address> v4, Ipv6Address v6) {
    public static final int V4_LENGTH = 26;
    public static final int V6_LENGTH = 120;
}
