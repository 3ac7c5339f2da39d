package holm.overlay.agent;

import holm.domain.address.NodeSubnet;
import holm.domain.route.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures through the tunnel, from bridge to bridge, over a family that both have. Confined to its agent, but for the answers. */
public final class EchoProber implements Prober {
    private static final Logger LOG = LoggerFactory.getLogger(EchoProber.class);

    private @Nullable EchoPort v4;
    private @Nullable EchoPort v6;

    @Override
    public void open(NodeSubnet subnet) throws IOException {
        close();
        if (subnet.v4().isPresent()) {
            v4 = EchoPort.open(at(Prober.bridge(subnet.v4().get()).toString()));
        }
        try {
            v6 = EchoPort.open(at(Prober.bridge(subnet.v6()).toString()));
        } catch (IOException noIpv6) {
            if (v4 == null) {
                throw noIpv6;
            }
            LOG.info("Distances are measured over IPv4 only: {}", noIpv6.getMessage());
        }
    }

    @Override
    public void probe(Peer peer, DoubleConsumer millis) {
        var subnet = peer.subnet();
        try {
            if (v4 != null && subnet.v4().isPresent()) {
                v4.probe(at(Prober.bridge(subnet.v4().get()).toString()), millis);
            } else if (v6 != null) {
                v6.probe(at(Prober.bridge(subnet.v6()).toString()), millis);
            }
        } catch (IOException impossible) {
            LOG.warn("{} cannot be probed: {}", peer.worker(), impossible.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        if (v4 != null) {
            v4.close();
        }
        if (v6 != null) {
            v6.close();
        }
        v4 = null;
        v6 = null;
    }

    /** Of a literal: no name is looked up. */
    private static InetSocketAddress at(String literal) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(literal), EchoPort.PORT);
    }
}
