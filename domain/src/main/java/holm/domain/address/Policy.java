package holm.domain.address;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A way to choose among the instances behind a service IP. Each has a block of the IPv6 service addresses, so that an address
 * tells its policy; IPv4 service addresses share one pool.
 */
public enum Policy {
    CLOSEST("closest", 1),
    ROUND_ROBIN("rr", 2, "round_robin"),
    LEAST_LOADED("least_loaded", 3),
    RANDOM("random", 5),
    STICKY("sticky", 6),
    WEIGHTED("weighted", 7),
    FAILOVER("failover", 8),
    LOCAL_FIRST("local_first", 9);

    /** Blocks are /21, of the 32 in {@code fdff::/16}. */
    public static final int BLOCK_LENGTH = 21;

    /** 10.30.0.0/16. */
    private static final Ipv4Address SERVICES = new Ipv4Address(10 << 24 | 30 << 16);

    private static final int SERVICES_LENGTH = 16;

    private final String word;
    private final List<String> words;
    private final Ipv6Address block;

    /** @param number 1–15: the block is {@code fdff:<number>000::/21} */
    Policy(String word, int number, String... otherWords) {
        this.word = word;
        this.words = List.of(otherWords);
        this.block = new Ipv6Address(0xfdff_0000_0000_0000L | (long) number << 44, 0);
    }

    /** How the keys of a descriptor's {@code addresses} begin: {@code rr} in {@code rr_ip_v6}. */
    public String word() {
        return word;
    }

    /** @return the policy that has this word or this other spelling of it */
    public static Optional<Policy> tryOf(String word) {
        return Arrays.stream(values())
                .filter(policy -> policy.word.equals(word) || policy.words.contains(word))
                .findFirst();
    }

    /** All words, for a hint. */
    public static String allWords() {
        return Arrays.stream(values()).map(Policy::word).collect(Collectors.joining(", "));
    }

    /** First address of its block of IPv6 service addresses, which is an address like the others. */
    public Ipv6Address block() {
        return block;
    }

    /** @return whether the address is one of this policy's service addresses */
    public boolean owns(Ipv6Address address) {
        return address.isIn(block, BLOCK_LENGTH);
    }

    /** @return whether the address is in {@code 10.30.0.0/16}, from which service and instance addresses are taken */
    public static boolean isServiceAddress(Ipv4Address address) {
        return address.isIn(SERVICES, SERVICES_LENGTH);
    }
}
