package holm.e2e.bench.overlay;

import holm.overlay.kernel.Mac;
import holm.overlay.network.NodeAddresses;
import java.util.List;

/** What follows from the number of a subnet, both families in one. */
final class Devices {
    private Devices() {}

    static String mac(int subnet) {
        return Mac.of(addresses(subnet).v6Range());
    }

    static List<String> bridges(int subnet) {
        return List.of(
                addresses(subnet).bridgeV4().orElseThrow(), addresses(subnet).bridgeV6());
    }

    static List<String> ranges(int subnet) {
        return List.of(
                addresses(subnet).v4Range().orElseThrow(), addresses(subnet).v6Range());
    }

    private static NodeAddresses addresses(int subnet) {
        return new NodeAddresses(NodeAddresses.numbered(subnet));
    }
}
