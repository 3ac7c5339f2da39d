package holm.domain.address;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.Optional;

/**
 * An IPv6 address, read from any spelling of RFC 4291 2.2 except the ones with an IPv4 tail or a zone, and written as RFC
 * 5952 says.
 *
 * @param high the first 64 bits in network order
 * @param low the last 64 bits
 */
public record Ipv6Address(long high, long low) implements IpAddress, Comparable<Ipv6Address> {
    private static final int GROUPS = 8;
    private static final int LONGEST_GROUP = 4;
    private static final int LONGEST_TEXT = GROUPS * (LONGEST_GROUP + 1) - 1;
    private static final String GAP = "::";
    private static final Comparator<Ipv6Address> ORDER = Comparator.comparing(Ipv6Address::high, Long::compareUnsigned)
            .thenComparing(Ipv6Address::low, Long::compareUnsigned);

    /** @throws IllegalArgumentException when {@link #tryParse} does not take {@code text} */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Ipv6Address parse(String text) {
        return tryParse(text).orElseThrow(() -> new IllegalArgumentException("not an IPv6 address: " + text));
    }

    /** @return the address, or empty when {@code text} is not one; {@code ::ffff:10.0.0.1} and {@code fe80::1%eth0} are not taken */
    public static Optional<Ipv6Address> tryParse(String text) {
        if (text.length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        var gap = text.indexOf(GAP);
        if (gap < 0) {
            return groups(text).filter(all -> all.length == GROUPS).map(Ipv6Address::of);
        }
        return groups(text.substring(0, gap))
                .flatMap(left -> groups(text.substring(gap + GAP.length())).flatMap(right -> join(left, right)));
    }

    private static Optional<Ipv6Address> join(int[] left, int[] right) {
        if (left.length + right.length >= GROUPS) {
            return Optional.empty(); // "::" stands for at least one group
        }
        var all = new int[GROUPS];
        System.arraycopy(left, 0, all, 0, left.length);
        System.arraycopy(right, 0, all, GROUPS - right.length, right.length);
        return Optional.of(of(all));
    }

    private static Optional<int[]> groups(String text) {
        if (text.isEmpty()) {
            return Optional.of(new int[0]);
        }
        var parts = text.split(":", -1);
        var numbers = new int[parts.length];
        for (var i = 0; i < parts.length; i++) {
            numbers[i] = group(parts[i]);
            if (numbers[i] < 0) {
                return Optional.empty();
            }
        }
        return Optional.of(numbers);
    }

    private static int group(String text) {
        if (text.isEmpty() || text.length() > LONGEST_GROUP) {
            return -1;
        }
        var number = 0;
        for (var i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            // Character.digit alone would also take digits of other scripts.
            var digit = character < 128 ? Character.digit(character, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number << 4 | digit;
        }
        return number;
    }

    private static Ipv6Address of(int[] groups) {
        return new Ipv6Address(half(groups, 0), half(groups, GROUPS / 2));
    }

    private static long half(int[] groups, int from) {
        var bits = 0L;
        for (var i = from; i < from + GROUPS / 2; i++) {
            bits = bits << Short.SIZE | groups[i];
        }
        return bits;
    }

    /** @param length 0–128 leading bits that must be equal */
    public boolean isIn(Ipv6Address network, int length) {
        return leadingBitsEqual(high, network.high, Math.min(length, Long.SIZE))
                && leadingBitsEqual(low, network.low, Math.max(length - Long.SIZE, 0));
    }

    private static boolean leadingBitsEqual(long one, long other, int count) {
        return count == 0 || (one ^ other) >>> (Long.SIZE - count) == 0;
    }

    @Override
    public int compareTo(Ipv6Address other) {
        return ORDER.compare(this, other);
    }

    /** The one canonical spelling (RFC 5952): lower case, the first longest run of two or more zero groups as {@code ::}. */
    @JsonValue
    @Override
    public String toString() {
        var run = longestZeroRun();
        var text = new StringBuilder();
        for (var i = 0; i < GROUPS; i++) {
            if (run.length() > 1 && i == run.start()) {
                text.append(GAP);
                i += run.length() - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groupAt(i)));
            }
        }
        return text.toString();
    }

    private int groupAt(int index) {
        var half = index < GROUPS / 2 ? high : low;
        return (int) (half >>> (Short.SIZE * (GROUPS / 2 - 1 - index % (GROUPS / 2)))) & 0xffff;
    }

    private ZeroRun longestZeroRun() {
        var longest = new ZeroRun(0, 0);
        var start = 0;
        for (var i = 0; i < GROUPS; i++) {
            if (groupAt(i) != 0) {
                start = i + 1;
            } else if (i + 1 - start > longest.length()) {
                longest = new ZeroRun(start, i + 1 - start);
            }
        }
        return longest;
    }

    private record ZeroRun(int start, int length) {}
}
