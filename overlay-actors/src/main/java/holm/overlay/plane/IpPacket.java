package holm.overlay.plane;

import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import java.nio.ByteBuffer;
import java.util.Optional;

/** An IP packet, as far as a miss needs to understand it (RFC 791, RFC 8200). */
final class IpPacket {
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;
    private static final int V4_DESTINATION = 16;
    private static final int V6_SOURCE = 8;
    private static final int V6_DESTINATION = 24;
    private static final int ADDRESS_V6 = 16;
    private static final int ICMP = 1;
    private static final int ICMP_V6 = 58;
    private static final int FRAGMENT_V6 = 44;
    private static final int ECHO_V4 = 8;
    private static final int FIRST_QUESTION_V6 = 128;
    private static final int OFFSET_MASK = 0x1fff;

    private final byte[] packet;
    private final ByteBuffer bytes;
    private final boolean v6;

    private IpPacket(byte[] packet, boolean v6) {
        this.packet = packet;
        this.bytes = ByteBuffer.wrap(packet);
        this.v6 = v6;
    }

    /** @return empty when it is none: too short, another version, or lengths that contradict each other */
    static Optional<IpPacket> read(byte[] packet) {
        if (packet.length < V4_HEADER) {
            return Optional.empty();
        }
        var bytes = ByteBuffer.wrap(packet);
        return switch (bytes.get(0) >> 4 & 0xf) {
            case 4 -> {
                var header = (bytes.get(0) & 0xf) * Integer.BYTES;
                var sound =
                        header >= V4_HEADER && header <= packet.length && (bytes.getShort(2) & 0xffff) == packet.length;
                yield sound ? Optional.of(new IpPacket(packet, false)) : Optional.empty();
            }
            case 6 -> {
                var sound = packet.length >= V6_HEADER && (bytes.getShort(4) & 0xffff) == packet.length - V6_HEADER;
                yield sound ? Optional.of(new IpPacket(packet, true)) : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    byte[] bytes() {
        return packet;
    }

    boolean isV6() {
        return v6;
    }

    String destination() {
        return v6
                ? new Ipv6Address(bytes.getLong(V6_DESTINATION), bytes.getLong(V6_DESTINATION + Long.BYTES)).toString()
                : new Ipv4Address(bytes.getInt(V4_DESTINATION)).toString();
    }

    /** The source in network order. */
    byte[] source() {
        var source = new byte[v6 ? ADDRESS_V6 : Integer.BYTES];
        bytes.get(v6 ? V6_SOURCE : V4_DESTINATION - Integer.BYTES, source);
        return source;
    }

    /** Nobody answers an error, or a later fragment, with an error (RFC 1122 3.2.2, RFC 4443 2.4 e). */
    boolean mayBeAnswered() {
        if (v6) {
            var next = bytes.get(6) & 0xff;
            if (next == FRAGMENT_V6) {
                return bytes.limit() >= V6_HEADER + 8 && (bytes.getShort(V6_HEADER + 2) & 0xfff8) == 0;
            }
            return next != ICMP_V6 || (bytes.limit() > V6_HEADER && (bytes.get(V6_HEADER) & 0xff) >= FIRST_QUESTION_V6);
        }
        var header = (bytes.get(0) & 0xf) * Integer.BYTES;
        var first = (bytes.getShort(6) & OFFSET_MASK) == 0;
        var error = bytes.get(9) == ICMP && (bytes.limit() <= header || bytes.get(header) != ECHO_V4);
        return first && !error;
    }
}
