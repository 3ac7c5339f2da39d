package holm.wire.link;

import holm.domain.message.Downward;
import holm.domain.message.Upward;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The lower end of one session over Artery: asks a gateway for it and lives as long as it does. */
final class AgentEndpoint {
    /** A gateway answers within milliseconds; one that takes longer is tried again. */
    private static final Duration CONNECTING = Duration.ofSeconds(3);

    private final ActorContext<Command> context;
    private final String agent;
    private final LinkSettings settings;
    private final ActorRef<LinkEvent<Downward, Upward>> owner;

    private AgentEndpoint(
            ActorContext<Command> context,
            String agent,
            LinkSettings settings,
            ActorRef<LinkEvent<Downward, Upward>> owner) {
        this.context = context;
        this.agent = agent;
        this.settings = settings;
        this.owner = owner;
    }

    /** What happens to it. */
    sealed interface Command {
        record FromGateway(ArteryMessage message) implements Command {}

        record Offer(ArteryMessage.LogOffered log) implements Command {}

        record Lost(String reason) implements Command {}

        record LinkEnded() implements Command {}

        record NoAnswer() implements Command {}
    }

    static Behavior<Command> create(
            String agent,
            ActorRef<ArteryMessage> gateway,
            LinkSettings settings,
            ActorRef<LinkEvent<Downward, Upward>> owner) {
        return Behaviors.setup(context -> {
            gateway.tell(new ArteryMessage.Connect(
                    agent, context.messageAdapter(ArteryMessage.class, Command.FromGateway::new)));
            context.setReceiveTimeout(CONNECTING, new Command.NoAnswer());
            return new AgentEndpoint(context, agent, settings, owner).connecting();
        });
    }

    private Behavior<Command> connecting() {
        return Behaviors.receive(Command.class)
                .onMessage(
                        Command.FromGateway.class,
                        from -> from.message() instanceof ArteryMessage.Connected(var peer)
                                ? connected(peer)
                                : Behaviors.same())
                .onMessage(Command.NoAnswer.class, _ -> unreachable("the gateway did not answer"))
                .onMessage(Command.Lost.class, lost -> unreachable(lost.reason()))
                .onAnyMessage(_ -> Behaviors.same())
                .build();
    }

    private Behavior<Command> unreachable(String reason) {
        owner.tell(new LinkEvent.Unreachable<>(reason));
        return Behaviors.stopped();
    }

    private Behavior<Command> connected(ActorRef<ArteryMessage> peer) {
        context.cancelReceiveTimeout();
        var session = Session.with(agent + " to " + peer.path().address());
        var link = context.spawn(
                LinkActor.create(session, LinkCodec.lower(), settings, new ArteryTransport(peer), owner), "link");
        context.watchWith(link, new Command.LinkEnded());
        context.watchWith(peer, new Command.Lost("the cluster's node is gone"));
        return Behaviors.receive(Command.class)
                .onMessage(Command.FromGateway.class, from -> {
                    switch (from.message()) {
                        case ArteryMessage.Frame(var bytes) -> link.tell(new LinkCommand.FrameReceived<>(bytes));
                        case ArteryMessage.Disconnect(var reason) ->
                            link.tell(new LinkCommand.TransportClosed<>(reason));
                        case ArteryMessage.Connect _, ArteryMessage.Connected _, ArteryMessage.LogOffered _ ->
                            context.getLog().debug("Session {}: nothing to do for {}", session, from.message());
                    }
                    return Behaviors.same();
                })
                .onMessage(Command.Offer.class, offer -> {
                    peer.tell(offer.log());
                    return Behaviors.same();
                })
                .onMessage(Command.Lost.class, lost -> {
                    link.tell(new LinkCommand.TransportClosed<>(lost.reason()));
                    return Behaviors.same();
                })
                .onMessage(Command.LinkEnded.class, _ -> Behaviors.stopped())
                .onAnyMessage(_ -> Behaviors.same())
                .build();
    }
}
