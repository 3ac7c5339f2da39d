package holm.worker.agent;

import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.wire.link.LinkCommand;
import holm.wire.link.LinkEvent;
import holm.wire.link.Session;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** The present session with the cluster, if there is one. Confined to its agent. */
final class Uplink {
    private @Nullable Session session;
    private @Nullable ActorRef<LinkCommand<Upward>> link;
    private boolean isJoined;

    /** A newer session takes the place of an older one. */
    void opened(LinkEvent.Opened<Downward, Upward> event) {
        close("a newer session took over");
        session = event.session();
        link = event.link();
    }

    boolean isPresent(Session which) {
        return which.equals(session);
    }

    /** The cluster has welcomed this worker. */
    void joined() {
        isJoined = true;
    }

    boolean isJoined() {
        return isJoined;
    }

    void closed() {
        session = null;
        link = null;
        isJoined = false;
    }

    /** Does nothing without a session: whatever is said is said again in the next one. */
    void send(Upward message) {
        if (link != null) {
            link.tell(new LinkCommand.Send<>(message));
        }
    }

    void close(String reason) {
        if (link != null) {
            link.tell(new LinkCommand.Close<>(reason));
        }
    }
}
