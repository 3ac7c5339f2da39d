package holm.app.tier;

import com.typesafe.config.Config;
import holm.app.cli.CommandFailure;
import holm.app.cli.ExitCode;
import holm.domain.address.NodeSubnet;
import holm.overlay.NetworkFailure;
import holm.overlay.agent.OverlayMemory;
import holm.overlay.balance.BalancingPolicies;
import holm.overlay.dns.Upstreams;
import holm.overlay.host.HostPlane;
import holm.overlay.host.HostSettings;
import holm.overlay.network.NetworkSettings;
import holm.overlay.network.NodeAddresses;
import holm.overlay.plane.Underlay;
import holm.worker.overlay.OverlayFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The overlay of a worker as its options and its configuration want it. */
final class HostOverlay {
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

    private HostOverlay() {}

    /**
     * Adopts what an earlier process left; the rest opens once the worker's agent knows the subnet.
     *
     * @param cluster host of the worker's cluster: the tunnel goes where it is reached, unless configured
     */
    static HostPlane open(String name, String cluster, BalancingPolicies policies, DataDirectory data, Config config)
            throws InterruptedException {
        var overlay = config.getConfig("worker.overlay");
        try {
            var plane = new HostPlane(
                    new HostSettings(
                            name,
                            state(data),
                            () -> underlay(overlay.getString("underlay"), cluster),
                            overlay.getInt("port"),
                            upstreams(overlay)),
                    policies.policies());
            var subnet = subnet(data, config);
            if (subnet.isPresent()) {
                plane.adopt(subnet.get());
            }
            return plane;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        } catch (NetworkFailure | IOException e) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "the network of instances cannot be made: %s (nftables and iproute2 are needed; --network none goes without)"
                            .formatted(e.getMessage()));
        }
    }

    /** What is to be taken off a machine, whatever its subnet was. */
    static NetworkSettings anySubnet(String name, DataDirectory data) {
        try {
            return new NetworkSettings(name, state(data), NodeAddresses.numbered(0));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private static Path state(DataDirectory data) {
        return data.worker().resolve("network");
    }

    /** The one that it had, or else the one that it is configured to ask for, which is remembered like one that was given. */
    private static Optional<NodeSubnet> subnet(DataDirectory data, Config config) throws IOException {
        var files = new OverlayFiles(data.worker());
        var had = files.load().subnet().map(OverlayMemory.Subnet::subnet);
        if (had.isPresent() || config.getString("worker.subnet").equals("given")) {
            return had;
        }
        var wanted = NodeAddresses.numbered(config.getInt("worker.subnet"));
        files.subnet(new OverlayMemory.Subnet(wanted, Optional.empty()));
        return Optional.of(wanted);
    }

    private static Underlay underlay(String configured, String cluster) throws NetworkFailure, InterruptedException {
        if (configured.isEmpty()) {
            try {
                return Underlay.towards(InetAddress.getByName(cluster));
            } catch (UnknownHostException e) {
                throw new NetworkFailure("the cluster's name %s is not found".formatted(cluster), e);
            }
        }
        return isAddress(configured) ? Underlay.at(configured) : Underlay.ofDevice(configured);
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException aDevice) {
            return false;
        }
    }

    private static Optional<Upstreams> upstreams(Config overlay) {
        if (!overlay.getBoolean("name-server")) {
            return Optional.empty();
        }
        List<String> servers = overlay.getStringList("upstream-name-servers");
        return Optional.of(servers.isEmpty() ? Upstreams.ofResolvConf(RESOLV_CONF) : Upstreams.of(servers));
    }
}
