package holm.overlay.agent;

import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.NodeSubnet;
import holm.domain.route.Peer;
import holm.domain.route.RouteTable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a worker remembers of the overlay over a restart. Called by one thread at a time; may block. A torn or missing piece is left
 * out: whatever is forgotten is said again by the cluster, but for the subnet, which is durable when {@link #subnet} returns.
 */
public interface OverlayMemory {
    /**
     * The subnet of this worker.
     *
     * @param worker to whom it was given; empty when it is only wished for, or was written down before this was kept
     */
    record Subnet(NodeSubnet subnet, Optional<WorkerId> worker) {}

    /** What was there when the last process went. */
    record Remembered(Optional<Subnet> subnet, List<Peer> peers, List<RouteTable> tables) {
        public static final Remembered NOTHING = new Remembered(Optional.empty(), List.of(), List.of());

        public Remembered {
            peers = List.copyOf(peers);
            tables = List.copyOf(tables);
        }
    }

    Remembered load();

    void subnet(Subnet subnet) throws IOException;

    /** @param all of them */
    void peers(List<Peer> all) throws IOException;

    void table(RouteTable table) throws IOException;

    void forget(ServiceId service) throws IOException;
}
