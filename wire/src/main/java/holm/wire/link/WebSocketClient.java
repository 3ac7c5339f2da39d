package holm.wire.link;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * The lower end of a link over a WebSocket: connects, and connects again, for as long as it lives. Stopping it ends its session.
 */
public final class WebSocketClient<I, O> {
    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final URI uri;
    private final LinkCodec<I, O> codec;
    private final LinkSettings settings;
    private final ActorRef<LinkEvent<I, O>> owner;

    private WebSocketClient(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            URI uri,
            LinkCodec<I, O> codec,
            LinkSettings settings,
            ActorRef<LinkEvent<I, O>> owner) {
        this.context = context;
        this.timers = timers;
        this.uri = uri;
        this.codec = codec;
        this.settings = settings;
        this.owner = owner;
    }

    /** What it tells itself; nobody else has anything to tell. */
    public sealed interface Command {
        record Connect() implements Command {}

        record Connected() implements Command {}

        record Failed(String reason) implements Command {}

        record LinkEnded() implements Command {}
    }

    /**
     * @param uri {@code ws://…}, {@code wss://…}, {@code http://…} or {@code https://…}
     * @param owner hears every session, one after the other, and every attempt that failed
     */
    public static <I, O> Behavior<Command> create(
            URI uri, LinkCodec<I, O> codec, LinkSettings settings, ActorRef<LinkEvent<I, O>> owner) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new WebSocketClient<>(context, timers, uri, codec, settings, owner).connect(0)));
    }

    /** @param failures attempts in a row that failed */
    private Behavior<Command> connect(int failures) {
        var transport = WebSocketTransport.create(context.getSystem());
        var link = new CompletableFuture<ActorRef<LinkCommand<O>>>();
        var flow = transport.flow(context.getSystem(), link, settings.frameBytes());
        context.pipeToSelf(WebSockets.connect(context.getSystem(), uri, flow), WebSocketClient::outcome);
        return Behaviors.receive(Command.class)
                .onMessage(Command.Connected.class, _ -> {
                    var ref = context.spawnAnonymous(
                            LinkActor.create(Session.with(uri.toString()), codec, settings, transport, owner));
                    context.watchWith(ref, new Command.LinkEnded());
                    link.complete(ref);
                    return connected(failures, System.nanoTime());
                })
                .onMessage(Command.Failed.class, failed -> {
                    owner.tell(new LinkEvent.Unreachable<>(failed.reason()));
                    return pause(failures + 1);
                })
                .onAnyMessage(_ -> Behaviors.same())
                .build();
    }

    private Behavior<Command> connected(int failures, long sinceNanos) {
        return Behaviors.receive(Command.class)
                .onMessage(
                        Command.LinkEnded.class,
                        _ -> pause(BackOff.failures(failures, Duration.ofNanos(System.nanoTime() - sinceNanos))))
                .onAnyMessage(_ -> Behaviors.same())
                .build();
    }

    private Behavior<Command> pause(int failures) {
        timers.startSingleTimer(new Command.Connect(), BackOff.LINK.pause(failures, ThreadLocalRandom.current()));
        return Behaviors.receive(Command.class)
                .onMessage(Command.Connect.class, _ -> connect(failures))
                .onAnyMessage(_ -> Behaviors.same())
                .build();
    }

    private static Command outcome(@Nullable Done done, @Nullable Throwable failure) {
        if (failure == null) {
            return new Command.Connected();
        }
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new Command.Failed(String.valueOf(cause.getMessage()));
    }
}
