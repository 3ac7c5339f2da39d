package holm.overlay.plane;

import holm.overlay.NetworkFailure;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Collections;
import java.util.Comparator;

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

    /** @throws NetworkFailure when no device has the address */
    public static Underlay at(InetAddress address) throws NetworkFailure {
        try {
            var device = NetworkInterface.getByInetAddress(address);
            if (device == null) {
                throw new NetworkFailure(
                        "no device of this machine has the address " + address.getHostAddress(), false);
            }
            return of(device, address);
        } catch (IOException e) {
            throw new NetworkFailure("cannot read the devices of this machine: " + e.getMessage(), e);
        }
    }

    /** @throws NetworkFailure when there is no such device or it has no address to be reached by */
    public static Underlay ofDevice(String name) throws NetworkFailure {
        try {
            var device = NetworkInterface.getByName(name);
            if (device == null) {
                throw new NetworkFailure("this machine has no device " + name, false);
            }
            var address = Collections.list(device.getInetAddresses()).stream()
                    .filter(candidate -> !candidate.isLinkLocalAddress())
                    .min(Comparator.comparingInt(candidate -> candidate.getAddress().length));
            return of(
                    device,
                    address.orElseThrow(() -> new NetworkFailure("the device %s has no address".formatted(name), false)));
        } catch (IOException e) {
            throw new NetworkFailure("cannot read the devices of this machine: " + e.getMessage(), e);
        }
    }

    /** The device and address by which this machine would speak to {@code remote}. */
    public static Underlay towards(InetAddress remote) throws NetworkFailure {
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(remote, SOME_PORT));
            return at(socket.getLocalAddress());
        } catch (IOException e) {
            throw new NetworkFailure("no way to %s: %s".formatted(remote.getHostAddress(), e.getMessage()), e);
        }
    }

    private static Underlay of(NetworkInterface device, InetAddress address) throws IOException, NetworkFailure {
        var text = address.getHostAddress();
        var zone = text.indexOf('%');
        var underlay = new Underlay(
                device.getName(),
                zone < 0 ? text : text.substring(0, zone),
                device.isLoopback() ? LOOPBACK_MTU : device.getMTU());
        if (underlay.overlayMtu() < SMALLEST_OVERLAY) {
            throw new NetworkFailure(
                    "the device %s has an MTU of %d bytes, too small for a tunnel with IPv6 in it"
                            .formatted(underlay.device(), underlay.mtu()),
                    false);
        }
        return underlay;
    }
}
