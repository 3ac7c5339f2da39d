package holm.overlay.agent;

import static holm.overlay.agent.Tables.peer;
import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.WorkerId;
import holm.domain.address.NodeSubnet;
import holm.domain.route.Peer;
import holm.overlay.network.NodeAddresses;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class NeighbourhoodTest {
    private static final NodeSubnet OWN = NodeAddresses.numbered(900);
    private static final Plane.Underlay UNDERLAY = new Plane.Underlay("192.0.2.1", Peer.DEFAULT_PORT);

    private final Recorder prober = new Recorder();
    private final Neighbourhood neighbourhood = new Neighbourhood(
            prober, TestInbox.<OverlayCommand>create().getRef(), InstantSource.system(), List.of(peer(1), peer(2)));

    @Test
    void opensItsEchoPortWithALaterProbeWhenItWasTaken() {
        prober.isTaken = true;
        neighbourhood.open(OWN, UNDERLAY);
        neighbourhood.probe(List.of());
        prober.isTaken = false;
        neighbourhood.probe(List.of());
        neighbourhood.probe(List.of());
        assertThat(prober.opened).containsExactly(OWN);
    }

    @Test
    void forgetsTheTurnsOfAWorkerThatLeft() {
        neighbourhood.open(OWN, UNDERLAY);
        for (var i = 0; i < 3; i++) {
            neighbourhood.probe(List.of());
        }
        var last = prober.probed.getLast();
        var peer = last.equals(peer(1).worker()) ? peer(1) : peer(2);
        neighbourhood.changed(List.of(), List.of(last));
        neighbourhood.changed(List.of(peer), List.of());
        neighbourhood.probe(List.of());
        assertThat(prober.probed.getLast()).isEqualTo(last);
    }

    @Test
    void answersUnderItsNewSubnetWhenItMoves() {
        neighbourhood.open(OWN, UNDERLAY);
        neighbourhood.open(OWN, UNDERLAY);
        var next = NodeAddresses.numbered(901);
        neighbourhood.open(next, UNDERLAY);
        assertThat(prober.opened).containsExactly(OWN, next);
    }

    /** Remembers what it was told, and can be kept from opening. */
    private static final class Recorder implements Prober {
        private final List<NodeSubnet> opened = new ArrayList<>();
        private final List<WorkerId> probed = new ArrayList<>();
        private boolean isTaken;

        @Override
        public void open(NodeSubnet subnet) throws IOException {
            if (isTaken) {
                throw new IOException("the port is taken");
            }
            opened.add(subnet);
        }

        @Override
        public void probe(Peer peer, DoubleConsumer millis) {
            probed.add(peer.worker());
        }

        @Override
        public void close() {}
    }
}
