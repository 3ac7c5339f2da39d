package holm.overlay.host;

import holm.domain.address.NodeSubnet;
import holm.overlay.NetworkFailure;
import holm.overlay.dns.Upstreams;
import holm.overlay.network.NetworkSettings;
import holm.overlay.plane.PlaneSettings;
import holm.overlay.plane.Underlay;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the overlay of a machine is, but for its subnet.
 *
 * @param name of the bridge and the nftables table, as {@link NetworkSettings#name()}
 * @param stateDirectory where the addresses of instances and tables are written down
 * @param underlay chosen anew at each attempt: a device may come up later
 * @param port UDP port of the tunnel, 1–65535
 * @param upstreams whom the name server asks about names that are none of services; empty for no name server
 */
public record HostSettings(
        String name, Path stateDirectory, UnderlayChoice underlay, int port, Optional<Upstreams> upstreams) {
    /** Finds what carries the tunnel. */
    @FunctionalInterface
    public interface UnderlayChoice {
        Underlay choose() throws NetworkFailure, InterruptedException;
    }

    NetworkSettings network(NodeSubnet subnet) {
        return new NetworkSettings(name, stateDirectory, subnet);
    }

    PlaneSettings plane(NodeSubnet subnet, Underlay chosen) {
        return new PlaneSettings(network(subnet), chosen, port);
    }
}
