package holm.overlay.agent;

import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import holm.domain.route.Peer;
import java.io.IOException;
import java.util.function.DoubleConsumer;

/** Measures how far a peer is. */
public interface Prober extends AutoCloseable {
    /** Begins to answer peers; called once the bridge has this subnet's first host address, again after a failure and with another subnet. */
    void open(NodeSubnet subnet) throws IOException;

    /** @param millis hears how long a packet took there and back, from any thread; nothing when it did not come back */
    void probe(Peer peer, DoubleConsumer millis);

    @Override
    void close() throws IOException;

    /** @return the bridge's address in an IPv4 subnet: its first host */
    static Ipv4Address bridge(Ipv4Address subnet) {
        return new Ipv4Address(subnet.bits() + 1);
    }

    /** @return the bridge's address in an IPv6 subnet: its first host */
    static Ipv6Address bridge(Ipv6Address subnet) {
        return new Ipv6Address(subnet.high(), subnet.low() + 1);
    }
}
