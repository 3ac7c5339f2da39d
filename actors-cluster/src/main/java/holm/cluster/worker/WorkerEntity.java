package holm.cluster.worker;

import holm.cluster.ClusterLimits;
import holm.cluster.Entities;
import holm.cluster.instance.InstanceCommand;
import holm.cluster.instance.InstanceRows;
import holm.domain.Decision;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.RefusalException;
import holm.domain.WorkerId;
import holm.persistence.Entity;
import holm.persistence.Store;
import holm.persistence.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;

/**
 * The sharded actor around {@link WorkerState}. It tells the directory what is left, and asks about promises whose instance does
 * not seem to know of them: after a crash between two writes nobody else would.
 */
public final class WorkerEntity extends Entity<WorkerCommand, WorkerEvent, WorkerState> {
    private final WorkerId worker;
    private final Entities entities;
    private final InstanceRows rows;
    private final ActorRef<DirectoryCommand> directory;
    /** Reservations that wait to be written down: those that came while the last ones were. */
    private final List<WorkerCommand.Reserve> waiting = new ArrayList<>();
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
        if (command instanceof WorkerCommand.Reserve) {
            return Decision.accept(); // by the next settlement, together with others
        }
        return command instanceof WorkerCommand.Settle
                ? Decision.accept(settlement(state).events())
                : state.decide(command);
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
        switch (command) {
            case WorkerCommand.Reserve reserve -> {
                waiting.add(reserve);
                if (waiting.size() == 1) {
                    settleNext();
                }
            }
            case WorkerCommand.Settle _ -> settled(settlement(before));
            case WorkerCommand.Audit _ -> audit(after);
            case WorkerCommand.AskSubnet(var replyTo) -> replyTo.tell(after.subnet());
            case WorkerCommand.Register _,
                    WorkerCommand.Confirm _,
                    WorkerCommand.Release _,
                    WorkerCommand.KeepSubnet _ -> {}
        }
    }

    /** Behind everything that waits for the present write: one commit for all of them. */
    private void settleNext() {
        context().getSelf().tell(new WorkerCommand.Settle());
    }

    private List<WorkerCommand.Reserve> batch() {
        return waiting.subList(0, Math.min(waiting.size(), ClusterLimits.RESERVED_TOGETHER));
    }

    private WorkerState.Settlement settlement(WorkerState state) {
        return state.settle(
                batch().stream().map(WorkerCommand.Reserve::reservation).toList());
    }

    private void settled(WorkerState.Settlement settlement) {
        var batch = batch();
        for (var i = 0; i < batch.size(); i++) {
            var replyTo = batch.get(i).replyTo();
            settlement
                    .refusals()
                    .get(i)
                    .ifPresentOrElse(
                            refusal -> replyTo.tell(StatusReply.error(new RefusalException(refusal))),
                            () -> replyTo.tell(StatusReply.ack()));
        }
        batch.clear();
        if (!waiting.isEmpty()) {
            settleNext();
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
