package holm.wire.link;

import holm.domain.message.Downward;
import holm.domain.message.LogQuery;
import holm.domain.message.Upward;
import holm.wire.log.LogReading;
import holm.wire.log.LogSender;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * The lower end of a worker agent's link: lives in the worker's member system, finds a gateway by the receptionist, connects, and
 * connects again for as long as it lives. The owner may live in another actor system of the same process.
 */
public final class GatewayClient {
    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final String agent;
    private final LinkSettings settings;
    private final ActorRef<LinkEvent<Downward, Upward>> owner;

    private GatewayClient(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String agent,
            LinkSettings settings,
            ActorRef<LinkEvent<Downward, Upward>> owner) {
        this.context = context;
        this.timers = timers;
        this.agent = agent;
        this.settings = settings;
        this.owner = owner;
    }

    /** What it can be told. */
    public sealed interface Command {
        /** Offer this part of a log to the cluster, which asked for it by {@code request}. */
        record ServeLog(String request, LogQuery query, LogReading log) implements Command {}

        /** From the receptionist. */
        record Found(Set<ActorRef<ArteryMessage>> gateways) implements Command {}

        /** From itself: try again. */
        record Connect() implements Command {}

        /** From itself: the session is over, or there never was one. */
        record SessionEnded() implements Command {}
    }

    /** @param agent names it in the cluster's logs */
    public static Behavior<Command> create(
            String agent, LinkSettings settings, ActorRef<LinkEvent<Downward, Upward>> owner) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            var found = context.messageAdapter(
                    Receptionist.Listing.class,
                    listing -> new Command.Found(listing.getServiceInstances(WorkerGateway.KEY)));
            context.getSystem().receptionist().tell(Receptionist.subscribe(WorkerGateway.KEY, found));
            return new GatewayClient(context, timers, agent, settings, owner).searching();
        }));
    }

    private Behavior<Command> searching() {
        return Behaviors.receive(Command.class)
                .onMessage(
                        Command.Found.class,
                        found -> found.gateways().isEmpty() ? Behaviors.same() : connect(found.gateways(), 0))
                .onAnyMessage(_ -> Behaviors.same())
                .build();
    }

    private Behavior<Command> connect(Set<ActorRef<ArteryMessage>> gateways, int failures) {
        if (gateways.isEmpty()) {
            return searching();
        }
        var gateway = gateways.stream()
                .skip(ThreadLocalRandom.current().nextInt(gateways.size()))
                .findFirst()
                .orElseThrow();
        var endpoint = context.spawnAnonymous(AgentEndpoint.create(agent, gateway, settings, owner));
        context.watchWith(endpoint, new Command.SessionEnded());
        return connected(gateways, new Attempt(gateway, endpoint, failures, System.nanoTime()));
    }

    /** @param failures attempts in a row that failed before it */
    private record Attempt(
            ActorRef<ArteryMessage> gateway, ActorRef<AgentEndpoint.Command> endpoint, int failures, long sinceNanos) {
        int failuresWhenEnded() {
            return BackOff.failures(failures, Duration.ofNanos(System.nanoTime() - sinceNanos));
        }
    }

    private Behavior<Command> connected(Set<ActorRef<ArteryMessage>> gateways, Attempt attempt) {
        return Behaviors.receive(Command.class)
                .onMessage(Command.Found.class, found -> {
                    if (!found.gateways().contains(attempt.gateway())) {
                        attempt.endpoint()
                                .tell(new AgentEndpoint.Command.Lost("the gateway is gone or cannot be reached"));
                    }
                    return connected(found.gateways(), attempt);
                })
                .onMessage(Command.ServeLog.class, serve -> {
                    var source = context.spawnAnonymous(LogSender.create(serve.log(), serve.query()));
                    attempt.endpoint()
                            .tell(new AgentEndpoint.Command.Offer(
                                    new ArteryMessage.LogOffered(serve.request(), source)));
                    return Behaviors.same();
                })
                .onMessage(Command.SessionEnded.class, _ -> pause(gateways, attempt.failuresWhenEnded()))
                .onAnyMessage(_ -> Behaviors.same())
                .build();
    }

    private Behavior<Command> pause(Set<ActorRef<ArteryMessage>> gateways, int failures) {
        timers.startSingleTimer(new Command.Connect(), BackOff.LINK.pause(failures, ThreadLocalRandom.current()));
        return pausing(gateways, failures);
    }

    private Behavior<Command> pausing(Set<ActorRef<ArteryMessage>> gateways, int failures) {
        return Behaviors.receive(Command.class)
                .onMessage(Command.Found.class, found -> pausing(found.gateways(), failures))
                .onMessage(Command.Connect.class, _ -> connect(gateways, failures))
                .onAnyMessage(_ -> Behaviors.same())
                .build();
    }
}
