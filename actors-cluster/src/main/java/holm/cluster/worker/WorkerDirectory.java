package holm.cluster.worker;

import holm.cluster.ClusterLimits;
import holm.cluster.ClusterMetrics;
import holm.cluster.Entities;
import holm.cluster.instance.InstanceCommand;
import holm.cluster.instance.InstanceRows;
import holm.cluster.instance.PlacerCommand;
import holm.domain.Candidate;
import holm.domain.InstanceId;
import holm.domain.RefusalException;
import holm.domain.WorkerId;
import holm.domain.message.Downward;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.pattern.StatusReply;

/**
 * Who is there: sessions, heartbeats, candidates. Nothing of it is stored. It tells the instances of a lost worker, paced, and the
 * placer what each worker has.
 */
public final class WorkerDirectory extends AbstractBehavior<DirectoryCommand> {
    private static final WorkerSession.Command ENDED_BY_REMOVAL =
            new WorkerSession.Command.End("it was removed, and joins as a new worker");

    private record Present(String session, ActorRef<WorkerSession.Command> owner) {}

    private record Evacuee(WorkerId worker, InstanceId instance) {}

    /**
     * What it needs of others.
     *
     * @param stored what the rows say at the start, by worker
     */
    public record Parts(
            Liveness.Rules rules,
            Map<WorkerId, WorkerRow> stored,
            InstanceRows rows,
            Entities entities,
            ActorRef<PlacerCommand> placer,
            WorkerBoard board,
            ClusterMetrics metrics) {}

    private final Parts parts;
    private final TimerScheduler<DirectoryCommand> timers;
    private final Map<WorkerId, WorkerRow> promised;
    private final Map<WorkerId, Candidate> selves = new HashMap<>();
    private final Map<WorkerId, Present> sessions = new HashMap<>();
    private final Map<WorkerId, Candidate> shown = new HashMap<>();
    private final Queue<Evacuee> evacuees = new ArrayDeque<>();
    /** Since this orchestrator is ready: one that registered a moment before may be about to say that its session is open. */
    private final Set<WorkerId> removed = new HashSet<>();

    private Liveness liveness;
    private long tickedNanos = System.nanoTime();

    private WorkerDirectory(
            ActorContext<DirectoryCommand> context, TimerScheduler<DirectoryCommand> timers, Parts parts) {
        super(context);
        this.parts = parts;
        this.timers = timers;
        this.promised = new HashMap<>(parts.stored());
        promised.values().removeIf(WorkerRow::removed);
        this.liveness =
                Liveness.ready(parts.rules(), promised.keySet(), parts.rows().workers());
        promised.keySet().forEach(this::show);
    }

    public static Behavior<DirectoryCommand> create(Parts parts) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new DirectoryCommand.Tick(), ClusterLimits.TICK);
            return new WorkerDirectory(context, timers, parts);
        }));
    }

    @Override
    public Receive<DirectoryCommand> createReceive() {
        return newReceiveBuilder().onAnyMessage(this::on).build();
    }

    private Behavior<DirectoryCommand> on(DirectoryCommand command) {
        switch (command) {
            case DirectoryCommand.SessionOpened opened -> opened(opened);
            case DirectoryCommand.SessionClosed(var worker, var session) -> closed(worker, session);
            case DirectoryCommand.Heard(var worker, var session) -> {
                if (isCurrent(worker, session)) {
                    liveness = liveness.heard(worker);
                }
            }
            case DirectoryCommand.Capacity(var worker, var session, var self) -> {
                if (isCurrent(worker, session)) {
                    liveness = liveness.heard(worker);
                    selves.put(worker, self);
                    show(worker);
                }
            }
            case DirectoryCommand.Promised(var worker, var registration, var free) -> {
                promised.put(worker, new WorkerRow(registration, free, false));
                show(worker);
            }
            case DirectoryCommand.Remove remove -> remove(remove);
            case DirectoryCommand.RemoveAnswered(var replyTo, var answer) -> replyTo.tell(answer);
            case DirectoryCommand.Removed(var worker) -> removed(worker);
            case DirectoryCommand.Tell(var worker, var message) -> tell(worker, message);
            case DirectoryCommand.ReleaseHold _ -> {
                getContext().getLog().warn("The operator says that the silent workers are gone");
                liveness = liveness.released();
            }
            case DirectoryCommand.Tick _ -> tick();
            case DirectoryCommand.Evacuate _ -> evacuate();
        }
        return this;
    }

    private void opened(DirectoryCommand.SessionOpened opened) {
        var worker = opened.worker();
        if (removed.contains(worker)) {
            opened.owner().tell(ENDED_BY_REMOVAL);
            return;
        }
        var older = sessions.put(worker, new Present(opened.session(), opened.owner()));
        if (older != null && !older.session().equals(opened.session())) {
            older.owner().tell(new WorkerSession.Command.End("a newer session of this worker replaced this one"));
        }
        liveness = liveness.heard(worker);
        selves.put(worker, opened.self());
        show(worker);
    }

    private void closed(WorkerId worker, String session) {
        if (isCurrent(worker, session)) {
            sessions.remove(worker);
            show(worker);
        }
    }

    private void remove(DirectoryCommand.Remove command) {
        var worker = command.worker();
        var refusal = Removal.refuse(
                worker,
                Optional.ofNullable(promised.get(worker))
                        .map(row -> row.registration().name()),
                sessions.containsKey(worker),
                liveness);
        if (refusal.isPresent()) {
            command.replyTo().tell(StatusReply.error(new RefusalException(refusal.get())));
            return;
        }
        getContext()
                .askWithStatus(
                        Done.class,
                        parts.entities().worker(worker),
                        ClusterLimits.ANSWER,
                        WorkerCommand.Remove::new,
                        (done, failure) -> new DirectoryCommand.RemoveAnswered(
                                command.replyTo(),
                                done == null ? StatusReply.error(failure) : StatusReply.success(done)));
    }

    /** Its owner says so before it answers whoever asked, so that nobody sees it in a list after that. */
    private void removed(WorkerId worker) {
        if (!removed.add(worker)) {
            return;
        }
        var known = promised.remove(worker);
        if (known != null) {
            getContext()
                    .getLog()
                    .info("Worker {} ({}) is removed", known.registration().name(), worker);
        }
        selves.remove(worker);
        shown.remove(worker);
        liveness = liveness.without(worker);
        parts.placer().tell(new PlacerCommand.Gone(worker));
        var present = sessions.remove(worker);
        if (present != null) {
            present.owner().tell(ENDED_BY_REMOVAL);
        }
        showBoard();
    }

    private boolean isCurrent(WorkerId worker, String session) {
        var present = sessions.get(worker);
        return present != null && present.session().equals(session);
    }

    private void tell(WorkerId worker, Downward message) {
        var present = sessions.get(worker);
        if (present != null) {
            present.owner().tell(new WorkerSession.Command.Send(message));
        } else if (liveness.isLost(worker) && message instanceof Downward.Stop(var instance, var _)) {
            // Nobody is there to confirm it. If it comes back it asks about what it has, and is told then.
            parts.entities().instance(instance).tell(new InstanceCommand.WorkerLost(worker));
        }
    }

    private void tick() {
        var now = System.nanoTime();
        var tick = liveness.tick(Duration.ofNanos(now - tickedNanos));
        tickedNanos = now;
        liveness = tick.next();
        if (tick.holdBegan()) {
            parts.metrics().massSilence();
            getContext()
                    .getLog()
                    .error(
                            "ALERT: more than half of the workers fell silent together. Nothing moves for {} s, or until"
                                    + " POST /api/cluster/hold/release",
                            parts.rules().massHold().toSeconds());
        }
        tick.lost().forEach(this::lose);
        promised.keySet().forEach(this::show);
        showBoard();
    }

    private void showBoard() {
        parts.board().show(new WorkerBoard.Snapshot(shown.values().stream().toList(), liveness.isHeld()));
    }

    private void lose(WorkerId worker) {
        var instances = parts.rows().on(worker);
        getContext()
                .getLog()
                .warn(
                        "Worker {} is lost: silent for {} s; it had {} instances",
                        worker,
                        parts.rules().lostAfter().toSeconds(),
                        instances.size());
        parts.metrics().workerLost();
        var present = sessions.remove(worker);
        if (present != null) {
            // When it speaks again, everything has to be compared: it needs a new session.
            present.owner().tell(new WorkerSession.Command.End("silent for too long"));
        }
        instances.forEach(row -> evacuees.add(new Evacuee(worker, row.instance())));
        evacuate();
    }

    /** A worker that is back in the meantime keeps the rest. */
    private void evacuate() {
        for (var told = 0; told < ClusterLimits.WOKEN_AT_ONCE && !evacuees.isEmpty(); ) {
            var next = evacuees.remove();
            if (liveness.isLost(next.worker())) {
                parts.entities().instance(next.instance()).tell(new InstanceCommand.WorkerLost(next.worker()));
                told++;
            }
        }
        if (!evacuees.isEmpty()) {
            timers.startSingleTimer(new DirectoryCommand.Evacuate(), ClusterLimits.WAKING_PAUSE);
        }
    }

    /** Tells the placer what changed. */
    private void show(WorkerId worker) {
        var row = promised.get(worker);
        if (row == null) {
            return;
        }
        var isThere = liveness.isLive(worker) && sessions.containsKey(worker);
        var candidate = Candidates.of(
                worker.value(),
                row.registration(),
                row.free(),
                isThere,
                selves.getOrDefault(worker, Candidates.SILENT));
        if (!candidate.equals(shown.put(worker, candidate))) {
            parts.placer().tell(new PlacerCommand.Update(candidate));
        }
    }
}
