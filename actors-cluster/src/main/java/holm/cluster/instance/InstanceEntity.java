package holm.cluster.instance;

import holm.cluster.ClusterLimits;
import holm.cluster.ClusterMetrics;
import holm.cluster.Entities;
import holm.cluster.root.RootCommand;
import holm.cluster.routes.ServiceRoutesCommand;
import holm.cluster.worker.DirectoryCommand;
import holm.cluster.worker.Reservation;
import holm.cluster.worker.WorkerCommand;
import holm.domain.Decision;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.RefusalException;
import holm.domain.WorkerId;
import holm.persistence.Entity;
import holm.persistence.Store;
import holm.persistence.View;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;

/** The sharded actor around {@link InstanceState}: it persists what was decided, shows it, and does what is to be done. */
public final class InstanceEntity extends Entity<InstanceCommand, InstanceEvent, InstanceState> {
    /** What it needs of others. */
    public record Parts(
            Store store,
            Rules rules,
            Clock clock,
            InstanceRows rows,
            Entities entities,
            ActorRef<PlacerCommand> placer,
            ActorRef<DirectoryCommand> directory,
            ActorRef<RootCommand> root,
            ClusterMetrics metrics) {}

    private final TimerScheduler<InstanceCommand> timers;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final Parts parts;
    private final InstanceId instance;

    private InstanceEntity(
            ActorContext<InstanceCommand> context,
            TimerScheduler<InstanceCommand> timers,
            ActorRef<ClusterSharding.ShardCommand> shard,
            String id,
            Parts parts) {
        super(context, parts.store(), InstanceRow.KIND, id);
        this.timers = timers;
        this.shard = shard;
        this.parts = parts;
        this.instance = InstanceId.parse(id);
    }

    public static Behavior<InstanceCommand> create(
            String id, ActorRef<ClusterSharding.ShardCommand> shard, Parts parts) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new InstanceEntity(context, timers, shard, id, parts)));
    }

    @Override
    public InstanceState emptyState() {
        return InstanceState.UNASSIGNED;
    }

    @Override
    protected Decision<InstanceEvent> decide(InstanceState state, InstanceCommand command) {
        return decisions().decide(state, command);
    }

    @Override
    protected InstanceState apply(InstanceState state, InstanceEvent event) {
        return state.apply(event);
    }

    @Override
    protected Optional<View> view(InstanceState state) {
        var row = InstanceRow.of(instance, state);
        return row.exists() ? Optional.of(new View(instance.service().value(), row)) : Optional.empty();
    }

    @Override
    protected void onWake(InstanceState state) {
        var row = InstanceRow.of(instance, state);
        var wasBehind = !parts.rows().find(instance).equals(Optional.of(row));
        parts.rows().put(row);
        if (wasBehind) {
            // A crash left the row behind the journal, and perhaps the root was told what the row said.
            row.voice().ifPresent(message -> parts.root().tell(new RootCommand.Say(message)));
            parts.entities().routes(instance.service()).tell(new ServiceRoutesCommand.Look(instance));
        }
        lookAgain(state);
    }

    @Override
    protected void afterCommand(
            InstanceState before, InstanceCommand command, List<InstanceEvent> events, InstanceState after) {
        switch (command) {
            case InstanceCommand.Rest _ -> {
                leave(
                        shard,
                        state -> !state.isSettled(),
                        parts.entities().instance(instance),
                        new InstanceCommand.Wake());
                return;
            }
            case InstanceCommand.Holds(var worker, var fence, var replyTo) ->
                replyTo.tell(new InstanceSteps(instance, decisions()).holds(after, worker, fence));
            default -> {
                // all others are answered by steps
            }
        }
        if (!events.isEmpty()) {
            parts.rows().put(InstanceRow.of(instance, after));
            context().getLog().debug("Instance {}: {} made {}", instance, command, events);
        }
        var steps = new InstanceSteps(instance, decisions());
        steps.after(before, command, events, after).forEach(step -> perform(step, after));
        if (!events.isEmpty() || command instanceof InstanceCommand.Due || command instanceof InstanceCommand.Wake) {
            lookAgain(after);
        }
    }

    private void lookAgain(InstanceState state) {
        var wait = new InstanceSteps(instance, decisions()).lookAgain(state);
        if (wait.isPresent()) {
            timers.startSingleTimer(instance, new InstanceCommand.Due(), wait.get());
        } else {
            timers.startSingleTimer(instance, new InstanceCommand.Rest(), ClusterLimits.REST);
        }
    }

    private void perform(Step step, InstanceState state) {
        switch (step) {
            case Step.AskPlacer(var at) ->
                parts.placer()
                        .tell(new PlacerCommand.Place(
                                instance,
                                at,
                                state.assigned().descriptor(),
                                state.declined(),
                                state.seat().map(seat -> Set.of(seat.worker())).orElse(Set.of()),
                                context().getSelf()));
            case Step.Reserve reserve -> reserve(reserve, state);
            case Step.Release(var worker, var fence) ->
                parts.entities().worker(worker).tell(new WorkerCommand.Release(instance, fence));
            case Step.TellWorker(var worker, var message) ->
                parts.directory().tell(new DirectoryCommand.Tell(worker, message));
            case Step.ShowRoutes _ ->
                parts.entities().routes(instance.service()).tell(new ServiceRoutesCommand.Look(instance));
            case Step.Withdraw(var worker, var fence) -> withdraw(worker, fence);
            case Step.TellRoot(var message) -> parts.root().tell(new RootCommand.Say(message));
            case Step.Drop(var fence) -> {
                parts.metrics().dropped();
                context()
                        .getLog()
                        .debug(
                                "Instance {}: a message of {} came too late, it is at {}",
                                instance,
                                fence,
                                state.fence());
            }
        }
    }

    private void reserve(Step.Reserve step, InstanceState state) {
        var descriptor = state.assigned().descriptor();
        var wanted = new Reservation(instance, step.fence(), descriptor.need(), descriptor.hostPorts());
        context()
                .askWithStatus(
                        Done.class,
                        parts.entities().worker(step.candidate().worker()),
                        ClusterLimits.ANSWER,
                        replyTo -> new WorkerCommand.Reserve(wanted, replyTo),
                        (done, failure) -> new InstanceCommand.ReserveAnswered(
                                step.candidate(),
                                step.fence(),
                                done == null ? Optional.of(reason(step.candidate(), failure)) : Optional.empty(),
                                step.rest(),
                                step.reasons()));
    }

    /** Whether the owner of the routes answers or not, it goes on. */
    private void withdraw(WorkerId worker, Fence fence) {
        context()
                .ask(
                        Done.class,
                        parts.entities().routes(instance.service()),
                        ClusterLimits.WITHDRAWN_AT_LAST,
                        replyTo -> new ServiceRoutesCommand.Withdraw(instance, replyTo),
                        (_, _) -> new InstanceCommand.Withdrawn(worker, fence));
    }

    private String reason(Seek.Next candidate, @Nullable Throwable failure) {
        parts.metrics().refused();
        return failure instanceof RefusalException refused
                ? refused.refusal().message()
                : "the owner of worker %s did not answer".formatted(candidate.name());
    }

    private InstanceDecisions decisions() {
        return new InstanceDecisions(parts.rules(), parts.clock().instant());
    }
}
