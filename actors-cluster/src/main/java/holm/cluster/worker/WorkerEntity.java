package holm.cluster.worker;

import holm.cluster.ClusterLimits;
import holm.cluster.Entities;
import holm.cluster.instance.InstanceCommand;
import holm.cluster.instance.InstanceRows;
import holm.domain.Decision;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.WorkerId;
import holm.persistence.Entity;
import holm.persistence.Store;
import holm.persistence.View;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The sharded actor around {@link WorkerState}. It tells the directory what is left, and asks about promises whose instance does
 * not seem to know of them: after a crash between two writes nobody else would.
 */
public final class WorkerEntity extends Entity<WorkerCommand, WorkerEvent, WorkerState> {
    private final WorkerId worker;
    private final Entities entities;
    private final InstanceRows rows;
    private final ActorRef<DirectoryCommand> directory;
    /** What the last audit could not explain. */
    private Map<InstanceId, Fence> suspects = Map.of();

    private WorkerEntity(
            ActorContext<WorkerCommand> context,
            Store store,
            String id,
            Entities entities,
            InstanceRows rows,
            ActorRef<DirectoryCommand> directory) {
        super(context, store, WorkerRow.KIND, id);
        this.worker = new WorkerId(id);
        this.entities = entities;
        this.rows = rows;
        this.directory = directory;
    }

    public static Behavior<WorkerCommand> create(
            Store store, String id, Entities entities, InstanceRows rows, ActorRef<DirectoryCommand> directory) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new WorkerCommand.Audit(), ClusterLimits.AUDIT);
            return new WorkerEntity(context, store, id, entities, rows, directory);
        }));
    }

    @Override
    public WorkerState emptyState() {
        return WorkerState.UNKNOWN;
    }

    @Override
    protected Decision<WorkerEvent> decide(WorkerState state, WorkerCommand command) {
        return state.decide(command);
    }

    @Override
    protected WorkerState apply(WorkerState state, WorkerEvent event) {
        return state.apply(event);
    }

    @Override
    protected Optional<View> view(WorkerState state) {
        return state.isRegistered() ? Optional.of(new View("", WorkerRow.of(state))) : Optional.empty();
    }

    @Override
    protected void afterPersist(WorkerState before, WorkerState after, List<WorkerEvent> events) {
        publish(after);
    }

    @Override
    protected void afterCommand(
            WorkerState before, WorkerCommand command, List<WorkerEvent> events, WorkerState after) {
        if (command instanceof WorkerCommand.Audit) {
            audit(after);
        }
        if (command instanceof WorkerCommand.AskSubnet(var replyTo)) {
            replyTo.tell(after.subnet());
        }
    }

    @Override
    protected void onWake(WorkerState state) {
        publish(state);
    }

    private void publish(WorkerState state) {
        if (state.isRegistered()) {
            directory.tell(new DirectoryCommand.Promised(worker, state.registration(), state.free()));
        }
    }

    /** Whoever is unexplained at two audits in a row is asked; whoever answers no loses what was promised. */
    private void audit(WorkerState state) {
        var unexplained = new HashMap<InstanceId, Fence>();
        state.reservations().forEach((instance, reservation) -> {
            if (!isExplained(instance, reservation.fence())) {
                unexplained.put(instance, reservation.fence());
                if (reservation.fence().equals(suspects.get(instance))) {
                    ask(instance, reservation.fence());
                }
            }
        });
        suspects = unexplained;
    }

    private boolean isExplained(InstanceId instance, Fence fence) {
        return rows.find(instance)
                .map(row -> (row.isWantedOn(worker) && row.fence().samePlacement(fence))
                        || row.leaving().containsKey(worker))
                .orElse(false);
    }

    private void ask(InstanceId instance, Fence fence) {
        context()
                .ask(
                        Boolean.class,
                        entities.instance(instance),
                        ClusterLimits.ANSWER,
                        replyTo -> new InstanceCommand.Holds(worker, fence, replyTo),
                        (held, _) -> Boolean.FALSE.equals(held)
                                ? new WorkerCommand.Release(instance, fence)
                                : new WorkerCommand.Confirm(
                                        context().getSystem().ignoreRef()));
    }
}
