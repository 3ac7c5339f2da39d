package holm.domain.route;

import holm.domain.ClusterId;
import holm.domain.WorkerId;
import holm.domain.address.NodeSubnet;

/**
 * A worker as other workers reach it.
 *
 * @param underlay IPv4 or IPv6 address of the device under the tunnel, without prefix length
 * @param port UDP port of the tunnel, 1–65535
 */
public record Peer(
        WorkerId worker, ClusterId cluster, String underlay, int port, NodeSubnet subnet, Coordinate coordinate) {
    /** Oakestra's tunnel port. */
    public static final int DEFAULT_PORT = 50_103;
}
