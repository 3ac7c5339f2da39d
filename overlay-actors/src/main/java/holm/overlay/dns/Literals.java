package holm.overlay.dns;

import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Between addresses of the domain, of the sockets, and their one canonical spelling. */
final class Literals {
    private Literals() {}

    /** Canonical, and without the zone of a link-local address. */
    static String text(InetAddress address) {
        var bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.remaining() == Integer.BYTES
                ? new Ipv4Address(bytes.getInt()).toString()
                : new Ipv6Address(bytes.getLong(), bytes.getLong()).toString();
    }

    /** @return the address; empty for names, which are never looked up. A link-local address may name its interface: {@code fe80::1%eth0} */
    static Optional<InetAddress> tryParse(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    static InetAddress socketAddress(Ipv4Address address) {
        return of(ByteBuffer.allocate(Integer.BYTES).putInt(address.bits()).array());
    }

    static InetAddress socketAddress(Ipv6Address address) {
        return of(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(address.high())
                .putLong(address.low())
                .array());
    }

    private static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }
}
