package holm.overlay;

import java.nio.file.Path;
import java.util.List;

/** Where an instance hangs on its worker's network. */
public sealed interface Link {
    /** On a worker without network: instances have loopback only. */
    record None() implements Link {}

    /** @param file the network namespace, ready with its addresses */
    record Namespace(Path file) implements Link {}

    /**
     * @param device name of the tap, up, on the worker's bridge
     * @param mac of the guest's side; packets from another one are dropped
     * @param mtu largest packet in bytes
     * @param addresses what the guest has to give itself; IPv4 first
     */
    record Tap(String device, String mac, int mtu, List<GuestAddress> addresses) implements Link {
        public Tap {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * @param address a namespace IP
     * @param prefix of the worker's subnet in this family: the gateway answers for all neighbours in it
     * @param gateway the bridge's
     */
    record GuestAddress(String address, int prefix, String gateway) {}
}
