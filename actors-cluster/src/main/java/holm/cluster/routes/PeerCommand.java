package holm.cluster.routes;

import holm.domain.WorkerId;
import holm.domain.message.OverlayUpdate;
import holm.domain.route.Peer;
import org.apache.pekko.actor.typed.ActorRef;

/** What the book of peers is told. */
public sealed interface PeerCommand {
    /**
     * From the session of a worker, in its first and each later message about where it is.
     *
     * @param updates carries what the worker is told
     */
    record Here(Peer peer, String session, ActorRef<OverlayUpdate> updates) implements PeerCommand {}

    /** The session of a worker is over; the worker may be reached as before. */
    record SessionEnded(String session) implements PeerCommand {}

    /** The worker was removed: nobody reaches it any more. */
    record Removed(WorkerId worker) implements PeerCommand {}

    /** From the root: workers of other clusters. */
    record Foreign(OverlayUpdate.Peers peers) implements PeerCommand {}

    /** The root is there, and knows nothing. */
    record RootConnected() implements PeerCommand {}

    /** From itself: what has come together may be sent. */
    record Flush() implements PeerCommand {}
}
