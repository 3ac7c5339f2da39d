package holm.overlay.plane;

import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import java.nio.ByteBuffer;

/** Packets for tests. */
final class Packets {
    private static final int UDP = 17;
    private static final int DATA = 12;

    private Packets() {}

    static IpPacket udp4(String from, String to) {
        return IpPacket.read(bytes4(from, to, UDP)).orElseThrow();
    }

    static IpPacket udp6(String from, String to) {
        return IpPacket.read(bytes6(from, to, UDP)).orElseThrow();
    }

    static byte[] bytes4(String from, String to, int protocol) {
        var packet = ByteBuffer.allocate(20 + DATA);
        packet.putShort((short) 0x4500).putShort((short) packet.capacity()).putInt(0);
        packet.put((byte) 64).put((byte) protocol).putShort((short) 0);
        packet.putInt(Ipv4Address.parse(from).bits())
                .putInt(Ipv4Address.parse(to).bits());
        return packet.array();
    }

    static byte[] bytes6(String from, String to, int protocol) {
        var packet = ByteBuffer.allocate(40 + DATA);
        packet.putInt(0x6000_0000).putShort((short) DATA).put((byte) protocol).put((byte) 64);
        for (var address : new Ipv6Address[] {Ipv6Address.parse(from), Ipv6Address.parse(to)}) {
            packet.putLong(address.high()).putLong(address.low());
        }
        return packet.array();
    }
}
