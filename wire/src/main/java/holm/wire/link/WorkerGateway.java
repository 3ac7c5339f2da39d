package holm.wire.link;

import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.wire.log.LogDesk;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** Where the agents of workers find their cluster: one on each orchestrator node, known to the receptionist. */
public final class WorkerGateway {
    public static final ServiceKey<ArteryMessage> KEY = ServiceKey.create(ArteryMessage.class, "holm-worker-gateway");

    private WorkerGateway() {}

    /**
     * @param owners who hears of a new session; one owner may have all of them. An agent that connects again gets a new session
     *     beside the old one: its owner ends the old one when the same worker says hello
     * @param logs where a log that a worker offers is waited for
     */
    public static Behavior<ArteryMessage> create(
            LinkSettings settings, Function<Session, ActorRef<LinkEvent<Upward, Downward>>> owners, LogDesk logs) {
        return Behaviors.setup(context -> {
            context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
            return Behaviors.receive(ArteryMessage.class)
                    .onMessage(ArteryMessage.Connect.class, connect -> {
                        var session = Session.with(connect.agent() + " at "
                                + connect.endpoint().path().address());
                        context.spawn(
                                ArteryEndpoint.create(
                                        session,
                                        connect.endpoint(),
                                        LinkCodec.upper(),
                                        settings,
                                        owners.apply(session),
                                        logs),
                                "session-" + session.id());
                        return Behaviors.same();
                    })
                    .onAnyMessage(_ -> Behaviors.same())
                    .build();
        });
    }
}
