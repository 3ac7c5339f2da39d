package holm.root.instance;

import holm.domain.ClusterId;
import holm.domain.Decision;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Status;
import holm.domain.message.Assignment;
import holm.domain.message.Downward;
import holm.persistence.Entity;
import holm.persistence.FeedEntry;
import holm.persistence.View;
import holm.root.cluster.ClusterCommand;
import holm.root.placement.Placer;
import holm.root.routes.AddressIndex;
import holm.root.service.ServiceCommand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * The sharded actor around {@link InstanceState}: persists what it decided, then tells its cluster's entity, the placer and its
 * service, again and again until it has an answer.
 */
public final class InstanceEntity extends Entity<InstanceCommand, InstanceEvent, InstanceState> {
    public static final String KIND = "root-instance";
    public static final EntityTypeKey<InstanceCommand> TYPE = EntityTypeKey.create(InstanceCommand.class, KIND);

    /** Messages inside this process are lost only when an entity restarts: often enough for that, seldom enough for 10,000. */
    private static final Duration TELL_AGAIN = Duration.ofSeconds(5);

    /** 10,000 settled instances need no actor each; a report that follows soon finds its entity awake. */
    private static final Duration REST = Duration.ofMinutes(1);

    /** The one thing that a timer brings next. */
    private static final String NEXT = "next";

    private final TimerScheduler<InstanceCommand> timers;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final InstanceParts parts;
    private final InstanceId instance;
    /** How often in a row no cluster took it, since it was last heard from below. */
    private int attempts;

    private InstanceEntity(
            ActorContext<InstanceCommand> context,
            TimerScheduler<InstanceCommand> timers,
            ActorRef<ClusterSharding.ShardCommand> shard,
            InstanceParts parts,
            InstanceId instance) {
        super(context, parts.store(), KIND, instance.toString());
        this.timers = timers;
        this.shard = shard;
        this.parts = parts;
        this.instance = instance;
    }

    /** @param id {@code <service id>.<number>} */
    public static Behavior<InstanceCommand> create(
            InstanceParts parts, ActorRef<ClusterSharding.ShardCommand> shard, String id) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new InstanceEntity(context, timers, shard, parts, InstanceId.parse(id))));
    }

    @Override
    public InstanceState emptyState() {
        return InstanceState.UNKNOWN;
    }

    @Override
    protected Decision<InstanceEvent> decide(InstanceState state, InstanceCommand command) {
        return state.decide(command, moment(state, command), parts.deadlines());
    }

    /** Deadlines of an assigned instance count while its cluster is connected; that of a lost one-shot while this root runs. */
    private Moment moment(InstanceState state, InstanceCommand command) {
        var listening = state instanceof InstanceState.Known known && command instanceof InstanceCommand.Wake
                ? known.cluster().map(parts.clusters()::connectedSinceMillis).orElse(Long.MAX_VALUE)
                : parts.upSinceMillis();
        return new Moment(parts.clock().millis(), listening);
    }

    @Override
    protected InstanceState apply(InstanceState state, InstanceEvent event) {
        return state.apply(event);
    }

    @Override
    protected Optional<View> view(InstanceState state) {
        return state instanceof InstanceState.Known known
                ? Optional.of(new View(instance.service().value(), InstanceRow.of(instance, known)))
                : Optional.empty();
    }

    @Override
    protected List<FeedEntry> feed(InstanceState before, InstanceState after, List<InstanceEvent> events) {
        return InstanceFeed.entries(instance, before, after);
    }

    @Override
    protected void onWake(InstanceState state) {
        work(state);
    }

    private void leave() {
        leave(
                shard,
                state -> state instanceof InstanceState.Known known && known.hasWork(),
                parts.entities().instance(instance),
                new InstanceCommand.Wake());
    }

    @Override
    protected void afterPersist(InstanceState before, InstanceState after, List<InstanceEvent> events) {
        events.forEach(this::count);
        if (before instanceof InstanceState.Known was) {
            was.cluster().ifPresent(cluster -> withdraw(was, cluster, after));
        }
        if (after instanceof InstanceState.Gone) {
            parts.usages().forget(instance);
            parts.progress().forget(instance);
            parts.placer().tell(new Placer.Command.Forget(instance));
            parts.entities().service(instance.service()).tell(new ServiceCommand.InstanceGone(instance.number()));
            leave();
        }
        if (events.stream().noneMatch(InstanceEvent.Unplaced.class::isInstance)) {
            work(after);
        }
    }

    @Override
    protected void afterCommand(
            InstanceState before, InstanceCommand command, List<InstanceEvent> events, InstanceState state) {
        if (!events.isEmpty()) {
            context().getLog().debug("Instance {}: {} made {}", instance, command, events);
        }
        switch (command) {
            case InstanceCommand.Want want -> want.service().tell(new ServiceCommand.InstanceKnown(instance.number()));
            case InstanceCommand.Dismiss dismiss -> {
                if (!(state instanceof InstanceState.Known)) {
                    dismiss.service().tell(new ServiceCommand.InstanceGone(instance.number()));
                    leave();
                }
            }
            case InstanceCommand.Wake _ -> {
                if (events.isEmpty()) {
                    work(state);
                }
            }
            case InstanceCommand.Placed _ -> waitForRoom(state);
            case InstanceCommand.Reported(var from, var report) -> {
                if (state instanceof InstanceState.Known known && known.isStale(from, report)) {
                    parts.metrics().staleReport();
                }
            }
            case InstanceCommand.Rest _ -> leave();
            case InstanceCommand.Refused _,
                    InstanceCommand.Stopped _,
                    InstanceCommand.ClusterLost _,
                    InstanceCommand.ClusterBack _,
                    InstanceCommand.Leave _ -> {}
        }
    }

    private void count(InstanceEvent event) {
        switch (event) {
            case InstanceEvent.Assigned _ -> parts.metrics().placed();
            case InstanceEvent.Unplaced _ -> parts.metrics().unplaced();
            case InstanceEvent.Refused _ -> parts.metrics().refused();
            case InstanceEvent.Reported _ -> attempts = 0;
            case InstanceEvent.Wanted _,
                    InstanceEvent.Stranded _,
                    InstanceEvent.Rejoined _,
                    InstanceEvent.GivenUp _,
                    InstanceEvent.Dismissed _,
                    InstanceEvent.Undeployed _ -> {}
        }
    }

    /** Whoever had it under an earlier choice has it no longer. */
    private void withdraw(InstanceState.Known was, ClusterId cluster, InstanceState after) {
        var still = after instanceof InstanceState.Known now
                && now.cluster().equals(Optional.of(cluster))
                && now.standing().fence().sameAssignment(was.standing().fence());
        if (!still) {
            parts.entities().cluster(cluster).tell(new ClusterCommand.Unassign(instance, assignment(was)));
            if (!(after instanceof InstanceState.Gone)) {
                parts.clusters().tell(cluster, new Downward.Stop(instance, assignment(was)));
            }
        }
    }

    /** Does what the state asks for, and looks again later as long as it asks for something. */
    private void work(InstanceState state) {
        if (!(state instanceof InstanceState.Known known)) {
            timers.startSingleTimer(NEXT, new InstanceCommand.Rest(), REST);
            return;
        }
        if (known.needsCluster()) {
            parts.placer()
                    .tell(new Placer.Command.Place(
                            instance,
                            known.definition().descriptor(),
                            known.standing().fence(),
                            known.refusals(),
                            context().getSelf()));
            lookAgain(RetryPause.after(attempts));
        } else if (known.dismissed()) {
            stop(known);
            lookAgain(TELL_AGAIN);
        } else if (known.hasWork()) {
            if (known.standing().status() == Status.CLUSTER_SCHEDULED) {
                assign(known);
            }
            lookAgain(TELL_AGAIN);
        } else {
            timers.startSingleTimer(NEXT, new InstanceCommand.Rest(), REST);
        }
    }

    /** The session is told at once; that the cluster's entity keeps it is not waited for, because the row says it too. */
    private void assign(InstanceState.Known known) {
        var definition = known.definition();
        var assignment = new Assignment(
                instance,
                assignment(known),
                definition.descriptor(),
                known.retriesLeft(),
                AddressIndex.addressing(parts.services(), instance.service(), definition.addresses()));
        known.cluster().ifPresent(cluster -> {
            parts.clusters().tell(cluster, new Downward.Deploy(assignment));
            parts.entities().cluster(cluster).tell(new ClusterCommand.Assign(instance, assignment.fence()));
        });
    }

    private void stop(InstanceState.Known known) {
        known.cluster().ifPresent(cluster -> {
            parts.clusters().tell(cluster, new Downward.Stop(instance, assignment(known)));
            parts.entities().cluster(cluster).tell(new ClusterCommand.Unassign(instance, assignment(known)));
        });
    }

    private void waitForRoom(InstanceState state) {
        if (state instanceof InstanceState.Known known && known.needsCluster()) {
            attempts++;
            lookAgain(RetryPause.after(attempts));
        }
    }

    private void lookAgain(Duration pause) {
        timers.startSingleTimer(NEXT, new InstanceCommand.Wake(), pause);
    }

    private static Fence assignment(InstanceState.Known known) {
        return new Fence(known.standing().fence().assignment(), 0, 0);
    }
}
