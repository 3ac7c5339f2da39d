package holm.domain.address;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * An IPv4 address. {@code java.net.InetAddress} is not used because it looks names up and reads {@code 010} as octal.
 *
 * @param bits the 32 bits in network order
 */
public record Ipv4Address(int bits) implements IpAddress, Comparable<Ipv4Address> {
    private static final int PARTS = 4;
    private static final int LONGEST_PART = 3;
    private static final int LARGEST_PART = 255;

    /** @throws IllegalArgumentException when {@link #tryParse} does not take {@code text} */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Ipv4Address parse(String text) {
        return tryParse(text).orElseThrow(() -> new IllegalArgumentException("not an IPv4 address: " + text));
    }

    /** @return the address, or empty when {@code text} is not four decimal numbers 0–255 without leading zeros */
    public static Optional<Ipv4Address> tryParse(String text) {
        var parts = text.split("\\.", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        var bits = 0;
        for (var part : parts) {
            var number = part(part);
            if (number < 0) {
                return Optional.empty();
            }
            bits = bits << Byte.SIZE | number;
        }
        return Optional.of(new Ipv4Address(bits));
    }

    /** @return the number, or -1 when it is none; a leading zero is refused because some readers take it for octal */
    private static int part(String text) {
        if (text.isEmpty() || text.length() > LONGEST_PART || (text.length() > 1 && text.charAt(0) == '0')) {
            return -1;
        }
        var number = 0;
        for (var i = 0; i < text.length(); i++) {
            var digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number > LARGEST_PART ? -1 : number;
    }

    /** @param length 0–32 leading bits that must be equal */
    public boolean isIn(Ipv4Address network, int length) {
        return length == 0 || (bits ^ network.bits) >>> (Integer.SIZE - length) == 0;
    }

    @Override
    public int compareTo(Ipv4Address other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    /** The one canonical spelling: {@code tryParse(a.toString())} is {@code a}. */
    @JsonValue
    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }
}
