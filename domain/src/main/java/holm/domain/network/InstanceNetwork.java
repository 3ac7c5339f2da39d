package holm.domain.network;

import holm.domain.address.IpAddress;
import holm.domain.address.Ipv4Address;
import java.util.Optional;
import java.util.regex.Pattern;

/** The network of one instance on its worker, ready before it is started. */
public sealed interface InstanceNetwork {
    /** Loopback only: what instances have on a worker without networks. */
    record None() implements InstanceNetwork {}

    /**
     * For what runs as processes of this machine.
     *
     * @param file path of the network namespace, for example {@code /run/netns/x}; ready with its addresses
     */
    record Namespace(String file) implements InstanceNetwork {}

    /**
     * For what brings a network stack of its own: a link whose other end the guest is.
     *
     * @param device name of a tap link that is up, belongs to the user whom {@link NetworkNeed.Tap} names, and stands in the
     *     network namespace of the worker
     * @param mac of the guest's side, six pairs of hexadecimal digits with colons; packets from another one are dropped
     * @param ipv4 what the guest is told; empty when it has no address of this family
     * @param ipv6 the same
     * @param mtu largest packet in bytes, 576 (RFC 791) to 65,535
     */
    record Tap(String device, String mac, Optional<Address> ipv4, Optional<Address> ipv6, int mtu)
            implements InstanceNetwork {
        /** IFNAMSIZ is 16 with the final zero; a comma would end it in QEMU's options. */
        private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9._-]{1,15}");

        private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

        public Tap {
            if (!DEVICE.matcher(device).matches() || !MAC.matcher(mac).matches() || mtu < 576 || mtu > 65_535) {
                throw new IllegalArgumentException("no tap: %s, %s, MTU %d".formatted(device, mac, mtu));
            }
        }
    }

    /**
     * An address as its owner is told it.
     *
     * @param prefix leading bits that its neighbours share
     * @param gateway of the same family, in the same network
     */
    record Address(IpAddress address, int prefix, IpAddress gateway) {
        public Address {
            if (address.getClass() != gateway.getClass()
                    || prefix < 0
                    || prefix > (address instanceof Ipv4Address ? 32 : 128)) {
                throw new IllegalArgumentException("no address: %s/%d by %s".formatted(address, prefix, gateway));
            }
        }
    }
}
