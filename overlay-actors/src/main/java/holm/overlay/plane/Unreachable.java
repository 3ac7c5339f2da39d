package holm.overlay.plane;

import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import java.nio.ByteBuffer;

/** Writes the answer of a router that knows no way: ICMP host unreachable (RFC 792), ICMPv6 address unreachable (RFC 4443 3.1). */
final class Unreachable {
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;
    private static final int ICMP_HEADER = 8;

    /** A whole error is not longer than this (RFC 1812 4.3.2.3). */
    private static final int LONGEST_V4 = 576;

    /** Nor than the smallest MTU (RFC 4443 2.4 c). */
    private static final int LONGEST_V6 = 1_280;

    private static final byte HOPS = 64;
    private static final byte ICMP = 1;
    private static final byte ICMP_V6 = 58;
    private static final short HOST_UNREACHABLE_V4 = 3 << 8 | 1;
    private static final short ADDRESS_UNREACHABLE_V6 = 1 << 8 | 3;

    private Unreachable() {}

    static byte[] answer(IpPacket packet, Ipv4Address router) {
        var quoted = Math.min(packet.bytes().length, LONGEST_V4 - V4_HEADER - ICMP_HEADER);
        var answer = ByteBuffer.allocate(V4_HEADER + ICMP_HEADER + quoted);
        answer.putShort((short) 0x4500).putShort((short) answer.capacity()).putInt(0);
        answer.put(HOPS).put(ICMP).putShort((short) 0).putInt(router.bits()).put(packet.source());
        answer.putShort(HOST_UNREACHABLE_V4).putShort((short) 0).putInt(0);
        answer.put(packet.bytes(), 0, quoted);
        answer.putShort(10, checksum(answer, 0, V4_HEADER, 0));
        answer.putShort(V4_HEADER + 2, checksum(answer, V4_HEADER, answer.capacity(), 0));
        return answer.array();
    }

    static byte[] answer(IpPacket packet, Ipv6Address router) {
        var quoted = Math.min(packet.bytes().length, LONGEST_V6 - V6_HEADER - ICMP_HEADER);
        var answer = ByteBuffer.allocate(V6_HEADER + ICMP_HEADER + quoted);
        answer.putInt(0x6000_0000)
                .putShort((short) (ICMP_HEADER + quoted))
                .put(ICMP_V6)
                .put(HOPS);
        answer.putLong(router.high()).putLong(router.low()).put(packet.source());
        answer.putShort(ADDRESS_UNREACHABLE_V6).putShort((short) 0).putInt(0);
        answer.put(packet.bytes(), 0, quoted);
        // The pseudo header: both addresses, length, next header.
        var pseudo = sum(answer, 8, V6_HEADER) + ICMP_HEADER + quoted + ICMP_V6;
        answer.putShort(V6_HEADER + 2, checksum(answer, V6_HEADER, answer.capacity(), pseudo));
        return answer.array();
    }

    /** RFC 1071. */
    private static short checksum(ByteBuffer bytes, int from, int to, long more) {
        var sum = sum(bytes, from, to) + more;
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (short) ~sum;
    }

    private static long sum(ByteBuffer bytes, int from, int to) {
        var sum = 0L;
        for (var i = from; i < to; i += 2) {
            var low = i + 1 < to ? bytes.get(i + 1) & 0xff : 0;
            sum += (bytes.get(i) & 0xff) << 8 | low;
        }
        return sum;
    }
}
