package holm.cluster.worker;

import holm.cluster.ClusterLimits;
import holm.cluster.Entities;
import holm.cluster.instance.InstanceCommand;
import holm.cluster.instance.InstanceRow;
import holm.cluster.instance.InstanceRows;
import holm.cluster.root.RootCommand;
import holm.cluster.routes.PeerCommand;
import holm.domain.Decision;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.RefusalException;
import holm.domain.WorkerId;
import holm.domain.message.OverlayRequest;
import holm.domain.message.Upward;
import holm.persistence.Entity;
import holm.persistence.Store;
import holm.persistence.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;

/**
 * The sharded actor around {@link WorkerState}. It tells the directory what is left, and asks about promises whose instance does
 * not seem to know of them: after a crash between two writes nobody else would. Removed, it asks the root to take its subnet back until
 * that is confirmed.
 */
public final class WorkerEntity extends Entity<WorkerCommand, WorkerEvent, WorkerState> {
    /** What it needs of others. */
    public record Parts(
            Store store,
            Entities entities,
            InstanceRows rows,
            ActorRef<DirectoryCommand> directory,
            ActorRef<RootCommand> root,
            ActorRef<PeerCommand> peers) {}

    private final WorkerId worker;
    private final Parts parts;
    /** Reservations that wait to be written down: those that came while the last ones were. */
    private final List<WorkerCommand.Reserve> waiting = new ArrayList<>();
    /** What the last audit could not explain. */
    private Map<InstanceId, Fence> suspects = Map.of();

    private WorkerEntity(ActorContext<WorkerCommand> context, String id, Parts parts) {
        super(context, parts.store(), WorkerRow.KIND, id);
        this.worker = new WorkerId(id);
        this.parts = parts;
    }

    public static Behavior<WorkerCommand> create(String id, Parts parts) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new WorkerCommand.Audit(), ClusterLimits.AUDIT);
            return new WorkerEntity(context, id, parts);
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
        if (command instanceof WorkerCommand.Remove) {
            return state.remove(placed(state));
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
        return state.isRegistered() || state.isLeaving()
                ? Optional.of(new View("", WorkerRow.of(state)))
                : Optional.empty();
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
                    WorkerCommand.KeepSubnet _,
                    WorkerCommand.Remove _,
                    WorkerCommand.SubnetTaken _,
                    WorkerCommand.Wake _ -> {}
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
            parts.directory().tell(new DirectoryCommand.Promised(worker, state.registration(), state.free()));
        } else if (state.isLeaving()) {
            parts.directory().tell(new DirectoryCommand.Removed(worker));
            parts.peers().tell(new PeerCommand.Removed(worker));
            returnSubnet();
        }
    }

    /** Also when no subnet is known here: the root may have given one, and the message that said so may have been lost. */
    private void returnSubnet() {
        parts.root().tell(new RootCommand.Say(new Upward.Overlay(new OverlayRequest.SubnetReturned(worker))));
    }

    /** @return who sits here or was promised room, but for those that go: what a lost worker has of them is over */
    private SortedSet<InstanceId> placed(WorkerState state) {
        var placed = new TreeSet<InstanceId>();
        state.reservations().keySet().stream()
                .filter(instance -> !isLeaving(instance))
                .forEach(placed::add);
        parts.rows().on(worker).stream()
                .filter(row -> row.isWantedOn(worker))
                .map(InstanceRow::instance)
                .forEach(placed::add);
        return placed;
    }

    private boolean isLeaving(InstanceId instance) {
        return parts.rows()
                .find(instance)
                .filter(row -> row.leaving().containsKey(worker))
                .isPresent();
    }

    /** Whoever is unexplained at two audits in a row is asked; whoever answers no loses what was promised. */
    private void audit(WorkerState state) {
        if (state.isLeaving()) {
            returnSubnet();
        }
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
        return parts.rows()
                .find(instance)
                .map(row -> (row.isWantedOn(worker) && row.fence().samePlacement(fence))
                        || row.leaving().containsKey(worker))
                .orElse(false);
    }

    private void ask(InstanceId instance, Fence fence) {
        context()
                .ask(
                        Boolean.class,
                        parts.entities().instance(instance),
                        ClusterLimits.ANSWER,
                        replyTo -> new InstanceCommand.Holds(worker, fence, replyTo),
                        (held, _) -> Boolean.FALSE.equals(held)
                                ? new WorkerCommand.Release(instance, fence)
                                : new WorkerCommand.Confirm(
                                        context().getSystem().ignoreRef()));
    }
}
