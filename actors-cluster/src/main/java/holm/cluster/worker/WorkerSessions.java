package holm.cluster.worker;

import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.wire.link.LinkEvent;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The owner of all links of workers: makes a session for each and hands it what its link says. */
public final class WorkerSessions {
    private WorkerSessions() {}

    public static Behavior<LinkEvent<Upward, Downward>> create(WorkerSession.Parts parts) {
        return Behaviors.setup(context -> {
            Map<String, ActorRef<WorkerSession.Command>> sessions = new HashMap<>();
            return Behaviors.receiveMessage(event -> {
                switch (event) {
                    case LinkEvent.Opened<Upward, Downward>(var session, var link) ->
                        sessions.put(
                                session.id(),
                                context.spawn(WorkerSession.create(parts, session, link), "session-" + session.id()));
                    case LinkEvent.Received<Upward, Downward> received ->
                        tell(sessions.get(received.session().id()), event);
                    case LinkEvent.Closed<Upward, Downward> closed ->
                        tell(sessions.remove(closed.session().id()), event);
                    case LinkEvent.Unreachable<Upward, Downward> _ ->
                        context.getLog().debug("An upper end never connects");
                }
                return Behaviors.same();
            });
        });
    }

    private static void tell(
            @org.jspecify.annotations.Nullable ActorRef<WorkerSession.Command> session,
            LinkEvent<Upward, Downward> event) {
        if (session != null) {
            session.tell(new WorkerSession.Command.FromLink(event));
        }
    }
}
