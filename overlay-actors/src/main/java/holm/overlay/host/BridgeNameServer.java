package holm.overlay.host;

import holm.domain.address.NodeSubnet;
import holm.overlay.dns.NameServer;
import holm.overlay.dns.NameServerSettings;
import holm.overlay.dns.NameTable;
import holm.overlay.dns.RemoteNames;
import holm.overlay.network.Bridge;
import holm.overlay.network.NodeAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The name server on this machine's bridge. A worker without names is better than none. For one thread, but for {@link #isExpected}. */
final class BridgeNameServer {
    private static final Logger LOG = LoggerFactory.getLogger(BridgeNameServer.class);

    private final HostSettings settings;
    private final NameTable names;
    private Optional<NameServer> server = Optional.empty();
    private volatile boolean expected;

    BridgeNameServer(HostSettings settings, NameTable names) {
        this.settings = settings;
        this.names = names;
        this.expected = settings.upstreams().isPresent();
    }

    /** @return whether it is open, or is to be: what an earlier process attached has it as its resolver already */
    boolean isExpected() {
        return expected;
    }

    /** The bridge has to be there. */
    void open(NodeSubnet subnet, RemoteNames remote) {
        if (settings.upstreams().isEmpty() || server.isPresent()) {
            return;
        }
        try {
            var addresses = new NodeAddresses(subnet);
            var listen = new ArrayList<InetAddress>();
            addresses.bridgeV4().map(InetAddress::ofLiteral).ifPresent(listen::add);
            if (hasV6(subnet)) {
                listen.add(InetAddress.ofLiteral(addresses.bridgeV6()));
            }
            server = Optional.of(NameServer.open(
                    NameServerSettings.of(listen, settings.upstreams().get()), names, remote));
            expected = true;
        } catch (IOException taken) {
            LOG.warn("instances get no name server: {}", taken.getMessage());
            expected = false;
        }
    }

    void close() {
        server.ifPresent(open -> {
            try {
                open.close();
            } catch (IOException harmless) {
                LOG.debug("the name server closed with {}", harmless.getMessage());
            }
        });
        server = Optional.empty();
    }

    private boolean hasV6(NodeSubnet subnet) {
        var network = settings.network(subnet);
        return new Bridge(network, network.sysctls()).hasV6();
    }
}
