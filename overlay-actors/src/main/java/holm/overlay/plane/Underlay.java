package holm.overlay.plane;

import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Links;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Predicate;

/**
 * What carries the tunnel.
 *
 * @param device name of a device of this machine
 * @param address its IPv4 or IPv6 address, without prefix length
 * @param mtu longest packet of that device in bytes
 */
public record Underlay(String device, String address, int mtu) {
    /** Outer Ethernet 14, IP 20, UDP 8, VXLAN 8 (RFC 7348). */
    private static final int V4_OVERHEAD = 50;

    /** The same with IPv6's 40. */
    private static final int V6_OVERHEAD = 70;

    /** IPv6 asks every link for this (RFC 8200, 5). */
    private static final int SMALLEST_OVERLAY = 1_280;

    private static final String LOOPBACK = "lo";

    /** What the world outside takes. The loopback device's 65,536 would only make work for path MTU discovery. */
    private static final int LOOPBACK_MTU = 1_500;

    /** Any port does: nothing is sent. */
    private static final int SOME_PORT = 9;

    public boolean isV6() {
        return address.contains(":");
    }

    /** Longest packet that fits into the tunnel, in bytes. */
    public int overlayMtu() {
        return mtu - (isV6() ? V6_OVERHEAD : V4_OVERHEAD);
    }

    /**
     * @param address in its canonical spelling
     * @throws NetworkFailure when no device has it
     */
    public static Underlay at(String address) throws NetworkFailure, InterruptedException {
        return first(found -> found.text().equals(address), "no device of this machine has the address " + address);
    }

    /** @throws NetworkFailure when there is no such device or it has no address to be reached by */
    public static Underlay ofDevice(String name) throws NetworkFailure, InterruptedException {
        return first(
                found -> found.device().equals(name) && found.isGlobal(),
                "this machine has no device %s with an address".formatted(name));
    }

    /** The device and address by which this machine would speak to {@code remote}. */
    public static Underlay towards(InetAddress remote) throws NetworkFailure, InterruptedException {
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(remote, SOME_PORT));
            return at(text(socket.getLocalAddress()));
        } catch (IOException | UncheckedIOException e) {
            throw new NetworkFailure("no way to %s: %s".formatted(remote.getHostAddress(), e.getMessage()), e);
        }
    }

    private static String text(InetAddress address) {
        var bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.remaining() == Integer.BYTES
                ? new Ipv4Address(bytes.getInt()).toString()
                : new Ipv6Address(bytes.getLong(), bytes.getLong()).toString();
    }

    private static Underlay first(Predicate<Links.Address> wanted, String orElse)
            throws NetworkFailure, InterruptedException {
        var found = Links.addresses().stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new NetworkFailure(orElse, false));
        var isLoopback = found.device().equals(LOOPBACK);
        var underlay =
                new Underlay(found.device(), found.text(), isLoopback ? LOOPBACK_MTU : Links.mtu(found.device()));
        if (underlay.overlayMtu() < SMALLEST_OVERLAY) {
            throw new NetworkFailure(
                    "the device %s has an MTU of %d bytes, too small for a tunnel with IPv6 in it"
                            .formatted(underlay.device(), underlay.mtu()),
                    false);
        }
        return underlay;
    }
}
