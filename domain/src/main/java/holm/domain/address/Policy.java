package holm.domain.address;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A way to choose among the instances behind a service IP. Each has a block of the IPv6 service addresses, so that an address
 * tells its policy; IPv4 service addresses share one pool.
 *
 * @param word how the keys of a descriptor's {@code addresses} begin ({@code rr} in {@code rr_ip_v6}) and a label of DNS names:
 *     small letters, digits and {@code _}
 * @param number which block, 1–{@value #BLOCKS}
 * @param otherWords other spellings that a descriptor may use
 */
public record Policy(String word, int number, List<String> otherWords) {
    /** In {@code fdff::/16} there are 32 blocks; the other two are for instance addresses. */
    public static final int BLOCKS = 30;

    /** Blocks are /21, of the 32 in {@code fdff::/16}. */
    public static final int BLOCK_LENGTH = 21;

    /** A label of DNS ends after 63 characters (RFC 1035 2.3.4); one that is a number means an instance. */
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    public static final Policy CLOSEST = new Policy("closest", 1);
    public static final Policy ROUND_ROBIN = new Policy("rr", 2, "round_robin");
    public static final Policy LEAST_LOADED = new Policy("least_loaded", 3);
    public static final Policy RANDOM = new Policy("random", 5);
    public static final Policy STICKY = new Policy("sticky", 6);
    public static final Policy WEIGHTED = new Policy("weighted", 7);
    public static final Policy FAILOVER = new Policy("failover", 8);
    public static final Policy LOCAL_FIRST = new Policy("local_first", 9);

    /** 10.30.0.0/16. */
    private static final Ipv4Address SERVICES = new Ipv4Address(10 << 24 | 30 << 16);

    private static final int SERVICES_LENGTH = 16;

    /** Block 15 is {@code fdff:f000::/21}; block 16 lies behind block 1. */
    private static final int LOWER_HALVES = 15;

    public Policy {
        otherWords = List.copyOf(otherWords);
        checkWord(word);
        otherWords.forEach(Policy::checkWord);
        if (otherWords.contains(word) || Set.copyOf(otherWords).size() < otherWords.size()) {
            throw new IllegalArgumentException("the policy " + word + " has one spelling twice: " + otherWords);
        }
        if (number < 1 || number > BLOCKS) {
            throw new IllegalArgumentException(
                    "the policy %s has the block %d; there are 1 to %d".formatted(word, number, BLOCKS));
        }
    }

    /** @throws IllegalArgumentException when a word or the number is not one that {@link Policy} describes */
    public Policy(String word, int number, String... otherWords) {
        this(word, number, List.of(otherWords));
    }

    private static void checkWord(String word) {
        if (!WORD.matcher(word).matches()) {
            throw new IllegalArgumentException(
                    "the word of a policy is 1 to 63 small letters, digits or _, and begins with a letter: " + word);
        }
    }

    /** @return whether a descriptor may call it so */
    public boolean isCalled(String spelling) {
        return word.equals(spelling) || otherWords.contains(spelling);
    }

    /** First address of its block of IPv6 service addresses, which is an address like the others. */
    public Ipv6Address block() {
        var lower = number <= LOWER_HALVES;
        var secondGroup = lower ? number << 12 : (number - LOWER_HALVES) << 12 | 0x800;
        return new Ipv6Address(0xfdff_0000_0000_0000L | (long) secondGroup << 32, 0);
    }

    /** @return whether the address is one of this policy's service addresses */
    public boolean owns(Ipv6Address address) {
        return address.isIn(block(), BLOCK_LENGTH);
    }

    /** @return whether the address is in {@code 10.30.0.0/16}, from which service and instance addresses are taken */
    public static boolean isServiceAddress(Ipv4Address address) {
        return address.isIn(SERVICES, SERVICES_LENGTH);
    }
}
