package holm.wire.link;

import holm.wire.link.LinkCodec.Decoded;
import holm.wire.link.LinkSession.Output;
import holm.wire.link.LinkSession.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.util.ByteString;

/**
 * The shell of a {@link LinkSession}: one actor for each session, which stops when the session is over. It tells its owner
 * everything and knows nothing of what the messages mean.
 */
public final class LinkActor<I, O> extends AbstractBehavior<LinkCommand<O>> {
    /** Fine enough that pings and acknowledgements are punctual, coarse enough to cost nothing with 1,000 links. */
    private static final int TICKS_IN_A_PING = 10;

    private final Session session;
    private final LinkCodec<I, O> codec;
    private final LinkSettings settings;
    private final Transport transport;
    private final ActorRef<LinkEvent<I, O>> owner;
    private final Supplier<Duration> clock;
    private final List<ActorRef<Drained>> flushes = new ArrayList<>();
    private LinkSession state;

    private LinkActor(
            ActorContext<LinkCommand<O>> context,
            Session session,
            LinkCodec<I, O> codec,
            LinkSettings settings,
            Transport transport,
            ActorRef<LinkEvent<I, O>> owner,
            Supplier<Duration> clock) {
        super(context);
        this.session = session;
        this.codec = codec;
        this.settings = settings;
        this.transport = transport;
        this.owner = owner;
        this.clock = clock;
        this.state = LinkSession.opened(settings, clock.get());
    }

    /** @param owner hears {@link LinkEvent.Opened} first, {@link LinkEvent.Closed} last; may live in another actor system of this process */
    public static <I, O> Behavior<LinkCommand<O>> create(
            Session session,
            LinkCodec<I, O> codec,
            LinkSettings settings,
            Transport transport,
            ActorRef<LinkEvent<I, O>> owner) {
        return create(session, codec, settings, transport, owner, () -> Duration.ofNanos(System.nanoTime()));
    }

    /** @param clock time since any fixed moment; never goes back */
    static <I, O> Behavior<LinkCommand<O>> create(
            Session session,
            LinkCodec<I, O> codec,
            LinkSettings settings,
            Transport transport,
            ActorRef<LinkEvent<I, O>> owner,
            Supplier<Duration> clock) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(
                    new LinkCommand.Tick<>(), settings.ping().dividedBy(TICKS_IN_A_PING));
            owner.tell(new LinkEvent.Opened<>(session, context.getSelf()));
            return new LinkActor<>(context, session, codec, settings, transport, owner, clock);
        }));
    }

    @Override
    public Receive<LinkCommand<O>> createReceive() {
        return newReceiveBuilder()
                .onAnyMessage(this::onCommand)
                .onSignal(PostStop.class, _ -> {
                    // Also when the whole actor system goes: the owner may live in another one.
                    perform(state.close("stopped"));
                    return this;
                })
                .build();
    }

    private Behavior<LinkCommand<O>> onCommand(LinkCommand<O> command) {
        return switch (command) {
            case LinkCommand.Send<O>(var message) -> send(message);
            case LinkCommand.Flush<O>(var replyTo) -> {
                flushes.add(replyTo);
                yield perform(new Step(state, List.of()));
            }
            case LinkCommand.Close<O>(var reason) -> perform(state.close(reason));
            case LinkCommand.FrameReceived<O>(var frame) -> receive(frame);
            case LinkCommand.TransportClosed<O>(var reason) -> perform(state.close(reason));
            case LinkCommand.Tick<O>() -> perform(state.tick(clock.get()));
        };
    }

    private Behavior<LinkCommand<O>> send(O message) {
        var body = codec.encode(message);
        if (body.size() > settings.frameBytes()) {
            LinkMetrics.TOO_LARGE.increment();
            getContext()
                    .getLog()
                    .error(
                            "A {} of {} bytes is larger than a frame and was not sent",
                            message.getClass().getSimpleName(),
                            body.size());
            return this;
        }
        return perform(state.send(body));
    }

    private Behavior<LinkCommand<O>> receive(ByteString frame) {
        if (frame.size() > settings.frameBytes() + EnvelopeCodec.HEADER_BYTES) {
            return perform(state.close("a frame of %d bytes".formatted(frame.size())));
        }
        try {
            return perform(state.receive(EnvelopeCodec.read(frame), clock.get()));
        } catch (IOException unreadable) {
            return perform(state.close(String.valueOf(unreadable.getMessage())));
        }
    }

    private Behavior<LinkCommand<O>> perform(Step step) {
        state = step.next();
        Behavior<LinkCommand<O>> next = this;
        for (var output : step.outputs()) {
            switch (output) {
                case Output.Transmit(var envelope) -> transport.send(EnvelopeCodec.write(envelope));
                case Output.Deliver(var body) -> deliver(body);
                case Output.Close(var reason) -> {
                    transport.close(reason);
                    owner.tell(new LinkEvent.Closed<>(session, reason));
                    next = Behaviors.stopped();
                }
            }
        }
        if (state.pending().isEmpty() && state.closed().isEmpty()) {
            flushes.forEach(waiting -> waiting.tell(new Drained(session)));
            flushes.clear();
        }
        return next;
    }

    private void deliver(ByteString body) {
        switch (codec.decode(body)) {
            case Decoded.Known<I>(var message) -> owner.tell(new LinkEvent.Received<>(session, message));
            case Decoded.Unknown<I>(var type) -> {
                LinkMetrics.UNKNOWN.increment();
                getContext().getLog().warn("Session {}: skipped a message of the unknown type {}", session, type);
            }
            case Decoded.Malformed<I>(var reason) -> {
                LinkMetrics.MALFORMED.increment();
                getContext().getLog().warn("Session {}: skipped a message that makes no sense: {}", session, reason);
            }
        }
    }
}
