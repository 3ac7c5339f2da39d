package holm.domain.route;

import holm.domain.ClusterId;
import holm.domain.WorkerId;
import holm.domain.address.NodeSubnet;
import java.util.Optional;

/**
 * A worker as other workers reach it.
 *
 * @param underlay IPv4 or IPv6 address of the device under the tunnel, without prefix length
 * @param port UDP port of the tunnel, 1–65535
 * @param name what people call it; empty where nobody said
 */
public record Peer(
        WorkerId worker,
        ClusterId cluster,
        String underlay,
        int port,
        NodeSubnet subnet,
        Coordinate coordinate,
        Optional<String> name) {
    /** Without a name. */
    public Peer(
            WorkerId worker, ClusterId cluster, String underlay, int port, NodeSubnet subnet, Coordinate coordinate) {
        this(worker, cluster, underlay, port, subnet, coordinate, Optional.empty());
    }

    /** Oakestra's tunnel port. */
    public static final int DEFAULT_PORT = 50_103;
}
