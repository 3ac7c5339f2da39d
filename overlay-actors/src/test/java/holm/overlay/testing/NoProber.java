package holm.overlay.testing;

import holm.domain.address.NodeSubnet;
import holm.domain.route.Peer;
import holm.overlay.agent.Prober;
import java.util.function.DoubleConsumer;

/** Nobody answers. */
public final class NoProber implements Prober {
    @Override
    public void open(NodeSubnet subnet) {}

    @Override
    public void probe(Peer peer, DoubleConsumer millis) {}

    @Override
    public void close() {}
}
