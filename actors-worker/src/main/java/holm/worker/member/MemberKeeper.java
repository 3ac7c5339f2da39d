package holm.worker.member;

import holm.domain.message.Downward;
import holm.domain.message.LogQuery;
import holm.domain.message.Upward;
import holm.wire.link.BackOff;
import holm.wire.link.LinkEvent;
import holm.wire.log.LogReading;
import holm.wire.member.Membership;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Keeps a membership in the cluster. It is made again when it ended (the worker was downed), and when it once saw a gateway and
 * now sees none, or when the orchestrator's process is a new one: that knows nothing of this member and is never found by it.
 */
public final class MemberKeeper extends AbstractBehavior<MemberKeeper.Command> {
    /** A gateway that is away for a moment only comes back within it. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** A join that takes longer hangs, and is begun anew. */
    private static final Duration LONGEST_JOIN = Duration.ofSeconds(30);

    private static final BackOff AFTER_AN_END = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(3));

    private final TimerScheduler<Command> timers;
    private final String host;
    private final String seed;
    private final Map<String, ActorRef<LinkEvent<Downward, Upward>>> owners;
    private final CompletableFuture<Done> left;
    private final Tether tether;
    private Optional<ActorSystem<MemberGuardian.Command>> member = Optional.empty();
    private long incarnation;
    private boolean isJoined;
    private int ends;

    /** What it is told. */
    public sealed interface Command {
        /** Bring a log to the cluster. */
        record ServeLog(String agent, String request, LogQuery query, LogReading log) implements Command {}

        /** From the membership. */
        record Gateways(long incarnation, int reachable) implements Command {}

        /** From the membership. */
        record Ended(long incarnation) implements Command {}

        /** From the tether: the orchestrator's process is a new one. */
        record Returned() implements Command {}

        /** From itself: nothing got better. */
        record Renew(long incarnation, String reason) implements Command {}
    }

    private MemberKeeper(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String host,
            String seed,
            Map<String, ActorRef<LinkEvent<Downward, Upward>>> owners,
            CompletableFuture<Done> left) {
        super(context);
        this.timers = timers;
        this.host = host;
        this.seed = seed;
        this.owners = Map.copyOf(owners);
        this.left = left;
        this.tether = Tether.to(seed, () -> context.getSelf().tell(new Command.Returned()));
        renew();
    }

    /**
     * @param host address under which the orchestrator reaches this worker
     * @param seed {@code HOST:PORT} of the orchestrator
     * @param owners who owns the session of each agent, by the agent's name
     * @param left is completed when this actor was stopped and the membership is over
     */
    public static Behavior<Command> create(
            String host,
            String seed,
            Map<String, ActorRef<LinkEvent<Downward, Upward>>> owners,
            CompletableFuture<Done> left) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new MemberKeeper(context, timers, host, seed, owners, left)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Command.ServeLog.class, serve -> {
                    member.ifPresent(system -> system.tell(new MemberGuardian.Command.ServeLog(
                            serve.agent(), serve.request(), serve.query(), serve.log())));
                    return this;
                })
                .onMessage(Command.Gateways.class, this::onGateways)
                .onMessage(Command.Ended.class, ended -> {
                    if (ended.incarnation() == incarnation) {
                        renewIn(AFTER_AN_END.pause(++ends, ThreadLocalRandom.current()), "it ended");
                    }
                    return this;
                })
                .onMessage(Command.Returned.class, _ -> renewNow("the orchestrator was started again"))
                .onMessage(
                        Command.Renew.class,
                        renew -> renew.incarnation() == incarnation ? renewNow(renew.reason()) : this)
                .onSignal(PostStop.class, _ -> {
                    leave();
                    return this;
                })
                .build();
    }

    private Behavior<Command> onGateways(Command.Gateways now) {
        if (now.incarnation() != incarnation) {
            return this;
        }
        if (now.reachable() > 0) {
            isJoined = true;
            ends = 0;
            timers.cancelAll();
        } else if (isJoined) {
            renewIn(PATIENCE, "no gateway can be reached any more");
        }
        return this;
    }

    private Behavior<Command> renewNow(String reason) {
        getContext().getLog().info("Making the membership in the cluster anew: {}", reason);
        member.ifPresent(ActorSystem::terminate);
        renew();
        return this;
    }

    private void renew() {
        incarnation++;
        isJoined = false;
        var number = incarnation;
        var self = getContext().getSelf();
        var system = ActorSystem.create(
                MemberGuardian.create(owners, reachable -> self.tell(new Command.Gateways(number, reachable))),
                Membership.SYSTEM,
                Membership.worker(host, 0, seed));
        var _ = system.getWhenTerminated().thenAccept(_ -> self.tell(new Command.Ended(number)));
        member = Optional.of(system);
        renewIn(LONGEST_JOIN, "the join took too long");
    }

    private void leave() {
        tether.close();
        member.ifPresentOrElse(
                system -> {
                    var _ = system.getWhenTerminated().thenAccept(left::complete);
                    system.terminate();
                },
                () -> left.complete(Done.getInstance()));
    }

    private void renewIn(Duration pause, String reason) {
        timers.startSingleTimer("renew", new Command.Renew(incarnation, reason), pause);
    }
}
