package holm.root.cluster;

import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.wire.link.LinkCommand;
import holm.wire.link.LinkEvent;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Owns all links from below: gives each a {@link ClusterSession}. A session that ends, for whatever reason, ends its link, so that no
 * cluster believes to be connected when nobody listens.
 */
public final class ClusterGate {
    private record Open(ActorRef<ClusterSession.Command> owner, ActorRef<LinkCommand<Downward>> link) {}

    private final ActorContext<LinkEvent<Upward, Downward>> context;
    private final ClusterParts parts;
    private final Map<String, Open> sessions = new HashMap<>();

    private ClusterGate(ActorContext<LinkEvent<Upward, Downward>> context, ClusterParts parts) {
        this.context = context;
        this.parts = parts;
    }

    public static Behavior<LinkEvent<Upward, Downward>> create(ClusterParts parts) {
        return Behaviors.setup(context -> {
            var gate = new ClusterGate(context, parts);
            return Behaviors.<LinkEvent<Upward, Downward>>receive(
                    (_, event) -> {
                        gate.onEvent(event);
                        return Behaviors.same();
                    },
                    (_, signal) -> {
                        if (signal instanceof Terminated ended) {
                            gate.onEnded(ended);
                        }
                        return Behaviors.same();
                    });
        });
    }

    private void onEvent(LinkEvent<Upward, Downward> event) {
        switch (event) {
            case LinkEvent.Opened<Upward, Downward>(var session, var link) -> {
                var owner = context.spawn(ClusterSession.create(parts, session, link), "session-" + session.id());
                context.watch(owner);
                sessions.put(session.id(), new Open(owner, link));
            }
            case LinkEvent.Received<Upward, Downward>(var session, var _) -> forward(session.id(), event);
            case LinkEvent.Closed<Upward, Downward>(var session, var _) -> {
                forward(session.id(), event);
                sessions.remove(session.id());
            }
            case LinkEvent.Unreachable<Upward, Downward> _ -> {} // only who connects hears this
        }
    }

    private void onEnded(Terminated end) {
        sessions.entrySet().removeIf(entry -> {
            var open = entry.getValue();
            var isOver = open.owner().path().equals(end.getRef().path());
            if (isOver) {
                open.link().tell(new LinkCommand.Close<>("the session is over"));
            }
            return isOver;
        });
    }

    private void forward(String session, LinkEvent<Upward, Downward> event) {
        var open = sessions.get(session);
        if (open != null) {
            open.owner().tell(new ClusterSession.Command.FromLink(event));
        }
    }
}
