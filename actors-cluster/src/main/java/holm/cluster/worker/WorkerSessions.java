package holm.cluster.worker;

import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.wire.link.LinkCommand;
import holm.wire.link.LinkEvent;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The owner of all links of workers: makes a session for each and hands it what its link says. A session that ends, for whatever
 * reason, ends its link, so that no worker believes to be connected when nobody listens.
 */
public final class WorkerSessions extends AbstractBehavior<LinkEvent<Upward, Downward>> {
    private record Open(ActorRef<WorkerSession.Command> owner, ActorRef<LinkCommand<Downward>> link) {}

    private final WorkerSession.Parts parts;
    private final Map<String, Open> sessions = new HashMap<>();

    private WorkerSessions(ActorContext<LinkEvent<Upward, Downward>> context, WorkerSession.Parts parts) {
        super(context);
        this.parts = parts;
    }

    public static Behavior<LinkEvent<Upward, Downward>> create(WorkerSession.Parts parts) {
        return Behaviors.setup(context -> new WorkerSessions(context, parts));
    }

    @Override
    public Receive<LinkEvent<Upward, Downward>> createReceive() {
        return newReceiveBuilder()
                .onSignal(Terminated.class, this::onTerminated)
                .onAnyMessage(this::onEvent)
                .build();
    }

    private Behavior<LinkEvent<Upward, Downward>> onEvent(LinkEvent<Upward, Downward> event) {
        switch (event) {
            case LinkEvent.Opened<Upward, Downward>(var session, var link) -> {
                var owner = getContext().spawn(WorkerSession.create(parts, session, link), "session-" + session.id());
                getContext().watch(owner);
                sessions.put(session.id(), new Open(owner, link));
            }
            case LinkEvent.Received<Upward, Downward> received ->
                tell(received.session().id(), event);
            case LinkEvent.Closed<Upward, Downward> closed ->
                tell(closed.session().id(), event);
            case LinkEvent.Unreachable<Upward, Downward> _ ->
                getContext().getLog().debug("An upper end never connects");
        }
        return this;
    }

    private Behavior<LinkEvent<Upward, Downward>> onTerminated(Terminated end) {
        sessions.values().removeIf(open -> {
            var isOver = open.owner().path().equals(end.getRef().path());
            if (isOver) {
                open.link().tell(new LinkCommand.Close<>("the session is over"));
            }
            return isOver;
        });
        return this;
    }

    private void tell(String session, LinkEvent<Upward, Downward> event) {
        var open = sessions.get(session);
        if (open != null) {
            open.owner().tell(new WorkerSession.Command.FromLink(event));
        }
    }
}
