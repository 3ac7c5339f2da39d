package holm.root.cluster;

import holm.domain.ClusterId;
import holm.domain.Decision;
import holm.domain.Refusal;
import holm.persistence.Entity;
import holm.persistence.View;
import holm.root.instance.InstanceCommand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/**
 * The sharded actor around {@link ClusterState}. Beside what it persists it knows, in memory only, the cluster's session and how
 * long the cluster has been silent.
 */
public final class ClusterEntity extends Entity<ClusterCommand, ClusterEvent, ClusterState> {
    public static final String KIND = "root-cluster";
    public static final EntityTypeKey<ClusterCommand> TYPE = EntityTypeKey.create(ClusterCommand.class, KIND);

    private static final Duration TICK = Duration.ofSeconds(1);

    /** A restarted root loses nobody: clusters find it again with a back-off of some seconds. */
    private static final Duration JOIN = Duration.ofSeconds(10);

    /** A link notices after 15 s that the other side is gone; a longer silence before its end cannot be known. */
    private static final Duration LONGEST_UNNOTICED = Duration.ofSeconds(15);

    /** Instances that found no other cluster are told again, and one-shots count their time by it. */
    private static final Duration TELL_AGAIN = Duration.ofSeconds(30);

    private final TimerScheduler<ClusterCommand> timers;
    private final ClusterParts parts;
    private final ClusterId cluster;
    private @Nullable ActorRef<ClusterSession.Command> session;
    private Silence silence;
    private Duration tellAfter;

    private ClusterEntity(
            ActorContext<ClusterCommand> context,
            TimerScheduler<ClusterCommand> timers,
            ClusterParts parts,
            ClusterId cluster) {
        super(context, parts.store(), KIND, cluster.value());
        this.timers = timers;
        this.parts = parts;
        this.cluster = cluster;
        this.silence = Silence.alreadyFor(JOIN.negated(), now());
        this.tellAfter = parts.lostAfter();
    }

    public static Behavior<ClusterCommand> create(ClusterParts parts, String id) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new ClusterEntity(context, timers, parts, new ClusterId(id))));
    }

    @Override
    public ClusterState emptyState() {
        return ClusterState.UNKNOWN;
    }

    @Override
    protected Decision<ClusterEvent> decide(ClusterState state, ClusterCommand command) {
        if (command instanceof ClusterCommand.Connect connect && session != null && !connect.known()) {
            return Decision.refuse(Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "name-taken",
                    "another cluster named %s is connected; choose another name"
                            .formatted(connect.self().name())));
        }
        return state.decide(command, parts.clock().millis());
    }

    @Override
    protected ClusterState apply(ClusterState state, ClusterEvent event) {
        return state.apply(event);
    }

    @Override
    protected Optional<View> view(ClusterState state) {
        return state instanceof ClusterState.Known known
                ? Optional.of(new View("", new ClusterRow(cluster, known.self(), known.registeredAtMillis())))
                : Optional.empty();
    }

    @Override
    protected void onWake(ClusterState state) {
        timers.startTimerWithFixedDelay(new ClusterCommand.Tick(), TICK);
    }

    @Override
    protected void afterCommand(
            ClusterState before, ClusterCommand command, List<ClusterEvent> events, ClusterState state) {
        switch (command) {
            case ClusterCommand.Connect connect -> connected(connect, state);
            case ClusterCommand.Here(var again) -> {
                if (session == null) {
                    session = again;
                } else if (!session.equals(again)) {
                    again.tell(new ClusterSession.Command.Superseded());
                }
            }
            case ClusterCommand.Disconnected(var ended, var silentMillis) ->
                disconnected(ended, Duration.ofMillis(silentMillis), state);
            case ClusterCommand.Tick _ -> tick(state);
            case ClusterCommand.Assign _, ClusterCommand.Unassign _, ClusterCommand.Wake _ -> {}
        }
    }

    private void connected(ClusterCommand.Connect connect, ClusterState state) {
        var older = session;
        session = connect.session();
        if (older != null && !older.equals(session)) {
            older.tell(new ClusterSession.Command.Superseded());
        }
        if (older == null && state instanceof ClusterState.Known known) {
            publish(ClusterFeed.CONNECTED, known, "");
        }
    }

    private void disconnected(ActorRef<ClusterSession.Command> ended, Duration silent, ClusterState state) {
        if (!ended.equals(session)) {
            return;
        }
        session = null;
        silence = Silence.alreadyFor(silent.compareTo(LONGEST_UNNOTICED) < 0 ? silent : LONGEST_UNNOTICED, now());
        tellAfter = parts.lostAfter();
        if (state instanceof ClusterState.Known known) {
            publish(ClusterFeed.DISCONNECTED, known, "");
        }
    }

    private void tick(ClusterState state) {
        if (session != null) {
            return;
        }
        silence = silence.tick(now(), TICK);
        if (!silence.isLongerThan(tellAfter) || !(state instanceof ClusterState.Known known)) {
            return;
        }
        if (tellAfter.equals(parts.lostAfter())) {
            context()
                    .getLog()
                    .warn(
                            "Cluster {} ({}) is lost: silent for {} s",
                            known.self().name(),
                            cluster,
                            silence.lasted().toSeconds());
            publish(
                    ClusterFeed.LOST,
                    known,
                    "silent for %d s".formatted(silence.lasted().toSeconds()));
        }
        tellAfter = silence.lasted().plus(TELL_AGAIN);
        var lost = new InstanceCommand.ClusterLost(cluster, known.self().name());
        parts.on(cluster).forEach(row -> parts.entities().instance(row.id()).tell(lost));
    }

    private void publish(String kind, ClusterState.Known known, String detail) {
        ClusterFeed.publish(store(), kind, new ClusterRow(cluster, known.self(), known.registeredAtMillis()), detail);
    }

    private static Duration now() {
        return Duration.ofNanos(System.nanoTime());
    }
}
