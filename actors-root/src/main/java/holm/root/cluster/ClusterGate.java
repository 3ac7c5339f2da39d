package holm.root.cluster;

import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.wire.link.LinkEvent;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Owns all links from below: gives each a {@link ClusterSession}. */
public final class ClusterGate {
    private final ActorContext<LinkEvent<Upward, Downward>> context;
    private final ClusterParts parts;
    private final Map<String, ActorRef<ClusterSession.Command>> sessions = new HashMap<>();

    private ClusterGate(ActorContext<LinkEvent<Upward, Downward>> context, ClusterParts parts) {
        this.context = context;
        this.parts = parts;
    }

    public static Behavior<LinkEvent<Upward, Downward>> create(ClusterParts parts) {
        return Behaviors.setup(context -> {
            var gate = new ClusterGate(context, parts);
            return Behaviors.receiveMessage(event -> {
                gate.onEvent(event);
                return Behaviors.same();
            });
        });
    }

    private void onEvent(LinkEvent<Upward, Downward> event) {
        switch (event) {
            case LinkEvent.Opened<Upward, Downward>(var session, var link) ->
                sessions.put(
                        session.id(),
                        context.spawn(ClusterSession.create(parts, session, link), "session-" + session.id()));
            case LinkEvent.Received<Upward, Downward>(var session, var _) -> forward(session.id(), event);
            case LinkEvent.Closed<Upward, Downward>(var session, var _) -> {
                forward(session.id(), event);
                sessions.remove(session.id());
            }
            case LinkEvent.Unreachable<Upward, Downward> _ -> {} // only who connects hears this
        }
    }

    private void forward(String session, LinkEvent<Upward, Downward> event) {
        var owner = sessions.get(session);
        if (owner != null) {
            owner.tell(new ClusterSession.Command.FromLink(event));
        }
    }
}
