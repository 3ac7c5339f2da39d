package holm.cluster.worker;

import holm.cluster.ClusterLimits;
import holm.cluster.worker.WorkerSession.Command;
import holm.cluster.worker.WorkerSession.Parts;
import holm.domain.Candidate;
import holm.domain.HexId;
import holm.domain.RefusalException;
import holm.domain.WorkerId;
import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.wire.link.LinkCommand;
import holm.wire.link.LinkEvent;
import holm.wire.link.Session;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.BehaviorBuilder;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/** The beginning of a session: who is it, may it come in, and does its owner know it by now? */
final class WorkerGreeting {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** How often a worker that came before the root's first welcome is looked at again. */
    private static final Duration RETRY = Duration.ofMillis(100);

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Parts parts;
    private final Session session;
    private final ActorRef<LinkCommand<Downward>> link;
    private final BiFunction<WorkerId, Candidate, Behavior<Command>> welcome;

    /** @param welcome goes on with a worker that its owner knows */
    WorkerGreeting(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Parts parts,
            Session session,
            ActorRef<LinkCommand<Downward>> link,
            BiFunction<WorkerId, Candidate, Behavior<Command>> welcome) {
        this.context = context;
        this.timers = timers;
        this.parts = parts;
        this.session = session;
        this.link = link;
        this.welcome = welcome;
    }

    Behavior<Command> awaitHello() {
        timers.startSingleTimer(new Command.TooLate(), ClusterLimits.HELLO);
        return Behaviors.receive(Command.class)
                .onMessage(Command.FromLink.class, from -> switch (from.event()) {
                    case LinkEvent.Received<Upward, Downward> received ->
                        received.message() instanceof Upward.Hello hello
                                ? recognise(hello)
                                : reject(
                                        "no-hello",
                                        "the first message was "
                                                + received.message().getClass().getSimpleName());
                    case LinkEvent.Closed<Upward, Downward> _ -> Behaviors.stopped();
                    case LinkEvent.Opened<Upward, Downward> _, LinkEvent.Unreachable<Upward, Downward> _ ->
                        Behaviors.same();
                })
                .onMessage(Command.TooLate.class, _ -> reject("no-hello", "no hello came"))
                .onMessage(Command.End.class, end -> end(end.reason()))
                .onAnyMessage(_ -> Behaviors.same())
                .build();
    }

    private Behavior<Command> recognise(Upward.Hello hello) {
        timers.cancel(new Command.TooLate());
        var membership = parts.rootView().membership();
        if (membership.isEmpty()) {
            return awaitMembership(hello);
        }
        var refused = Admission.refuse(hello, membership.get(), parts.generation());
        if (refused.isPresent()) {
            return reject(refused.get().code(), refused.get().message());
        }
        return hello.id().isPresent() && !HexId.isValid(hello.id().get())
                ? reject("malformed-id", "not an id: " + hello.id().get())
                : confirm(hello);
    }

    /** Only the root knows to which installation this cluster belongs; until it said so, nobody can be welcomed. */
    private Behavior<Command> awaitMembership(Upward.Hello hello) {
        timers.startSingleTimer(new Command.TryAgain(), RETRY);
        return orUntilItEnds(Behaviors.receive(Command.class).onMessage(Command.TryAgain.class, _ -> recognise(hello)));
    }

    private Behavior<Command> confirm(Upward.Hello hello) {
        var worker = new WorkerId(hello.id().orElseGet(WorkerGreeting::newId));
        if (hello.id().isEmpty()) {
            return register(worker, hello.self());
        }
        context.askWithStatus(
                Done.class,
                parts.entities().worker(worker),
                ClusterLimits.ANSWER,
                WorkerCommand.Confirm::new,
                WorkerGreeting::registered);
        return registering(
                () -> register(worker, hello.self()),
                not -> not.code().equals(WorkerState.REMOVED)
                        ? registerAnew(worker, hello.self())
                        : reject(not.code(), not.reason()));
    }

    /** Under another id: what is still on its way to the old one, or about it, cannot be about this one. */
    private Behavior<Command> registerAnew(WorkerId old, Candidate self) {
        var worker = new WorkerId(newId());
        context.getLog().info("Worker {} was removed; {} is the new worker {}", old, self.name(), worker);
        return register(worker, self);
    }

    private Behavior<Command> register(WorkerId worker, Candidate self) {
        context.askWithStatus(
                Done.class,
                parts.entities().worker(worker),
                ClusterLimits.ANSWER,
                replyTo -> new WorkerCommand.Register(Registration.of(self, parts.overcommit()), replyTo),
                WorkerGreeting::registered);
        return registering(() -> welcome.apply(worker, self), not -> reject(not.code(), not.reason()));
    }

    private Behavior<Command> registering(
            Supplier<Behavior<Command>> then, Function<Command.NotRegistered, Behavior<Command>> otherwise) {
        return orUntilItEnds(Behaviors.receive(Command.class)
                .onMessage(Command.Registered.class, _ -> then.get())
                .onMessage(Command.NotRegistered.class, otherwise::apply));
    }

    /** Nothing else that the worker says counts before it is welcome. */
    private Behavior<Command> orUntilItEnds(BehaviorBuilder<Command> awaited) {
        return awaited.onMessage(
                        Command.FromLink.class,
                        from -> from.event() instanceof LinkEvent.Closed ? Behaviors.stopped() : Behaviors.same())
                .onMessage(Command.End.class, end -> end(end.reason()))
                .onAnyMessage(_ -> Behaviors.same())
                .build();
    }

    private static Command registered(@Nullable Done done, @Nullable Throwable failure) {
        if (done != null) {
            return new Command.Registered();
        }
        return failure instanceof RefusalException refused
                ? new Command.NotRegistered(
                        refused.refusal().code(), refused.refusal().message())
                : new Command.NotRegistered("busy", "the cluster did not answer in time; try again");
    }

    private Behavior<Command> reject(String code, String message) {
        context.getLog().warn("Session {}: refused, {}: {}", session, code, message);
        link.tell(new LinkCommand.Send<>(new Downward.Rejected(code, message)));
        return end(code);
    }

    private Behavior<Command> end(String reason) {
        link.tell(new LinkCommand.Close<>(reason));
        return Behaviors.stopped();
    }

    private static String newId() {
        var bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return HexId.of(bytes);
    }
}
