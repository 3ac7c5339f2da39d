package holm.worker.agent;

import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.wire.link.Drained;
import holm.wire.link.LinkCommand;
import holm.wire.link.LinkEvent;
import holm.wire.link.Session;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** The present session with the cluster, if there is one. Confined to its agent. */
final class Uplink {
    private @Nullable Session session;
    private @Nullable ActorRef<LinkCommand<Upward>> link;
    private final ActorRef<Drained> drained;
    private boolean isJoined;
    private boolean isBusy;

    /** @param drained hears when more may be said */
    Uplink(ActorRef<Drained> drained) {
        this.drained = drained;
    }

    /** A newer session takes the place of an older one. */
    void opened(LinkEvent.Opened<Downward, Upward> event) {
        close("a newer session took over");
        session = event.session();
        link = event.link();
        isJoined = false;
        isBusy = false;
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
        isBusy = false;
    }

    /** Says several things; nothing more may be said this way until they are on their way. */
    void sendAll(List<? extends Upward> messages) {
        messages.forEach(this::send);
        if (link != null) {
            isBusy = true;
            link.tell(new LinkCommand.Flush<>(drained));
        }
    }

    /** Whether {@link #sendAll} may be used. */
    boolean isFree() {
        return isJoined && !isBusy;
    }

    void drained(Session which) {
        if (isPresent(which)) {
            isBusy = false;
        }
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
