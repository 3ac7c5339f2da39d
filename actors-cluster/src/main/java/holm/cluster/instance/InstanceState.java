package holm.cluster.instance;

import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.cluster.instance.InstanceEvent.Assigned;
import holm.cluster.instance.InstanceEvent.Declined;
import holm.cluster.instance.InstanceEvent.GivenUp;
import holm.cluster.instance.InstanceEvent.LateReported;
import holm.cluster.instance.InstanceEvent.Left;
import holm.cluster.instance.InstanceEvent.NodeAssigned;
import holm.cluster.instance.InstanceEvent.OutcomeUnknown;
import holm.cluster.instance.InstanceEvent.Refused;
import holm.cluster.instance.InstanceEvent.Reported;
import holm.cluster.instance.InstanceEvent.Retried;
import holm.cluster.instance.InstanceEvent.StopRequested;
import holm.cluster.instance.InstanceEvent.Unanswered;
import holm.cluster.instance.InstanceEvent.Undeployed;
import holm.cluster.instance.InstanceEvent.Vanished;
import holm.cluster.instance.InstanceEvent.WorkerLost;
import holm.cluster.instance.InstanceEvent.WorkerReturned;
import holm.domain.Fence;
import holm.domain.Status;
import holm.domain.WorkerId;
import holm.domain.message.Assignment;
import holm.domain.message.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Where one instance stands in this cluster. What may happen to it is decided by {@link InstanceDecisions}, what is to be done
 * about it by {@link InstanceSteps}.
 *
 * @param assignment as the root sent it; empty only while {@link Stage#UNASSIGNED}
 * @param fence the highest that is known: of the root, of this cluster, of the worker's last report
 * @param seat the placement in force; kept after an end, because its remains are there
 * @param retriesLeft how often a one-shot may still be run again after the run that {@link Seat#firstRun} is about
 * @param since when the standing began
 * @param leaving workers that may still have something of an earlier placement, and which
 * @param declined workers that did not take it under this assignment, and why
 * @param stopUpTo what the root wants gone; {@link Fence#NONE} while it does not
 * @param late of the last report that came too late and was kept
 */
@JsonTypeName("instance-state-v1")
public record InstanceState(
        Stage stage,
        Optional<Assignment> assignment,
        Fence fence,
        Optional<Seat> seat,
        Standing standing,
        int retriesLeft,
        Instant since,
        PMap<WorkerId, Fence> leaving,
        PMap<WorkerId, String> declined,
        Fence stopUpTo,
        Fence late) {
    public static final InstanceState UNASSIGNED = new InstanceState(
            Stage.UNASSIGNED,
            Optional.empty(),
            Fence.NONE,
            Optional.empty(),
            Standing.NONE,
            0,
            Instant.EPOCH,
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            Fence.NONE,
            Fence.NONE);

    /** A run of this length makes the failures before it forgotten (architecture.md 5). */
    private static final Duration GOOD_RUN = Duration.ofMinutes(10);

    public InstanceState apply(InstanceEvent event) {
        return switch (event) {
            case Assigned(var assigned, var at) -> assigned(assigned, at);
            case NodeAssigned placed -> placed(placed);
            case Reported(var report, var at) -> reported(report, at);
            case LateReported late -> with().late(late.report().fence()).done();
            case Declined(var worker, var reason, var at) ->
                seeking(worker, reason, at).done();
            case Unanswered(var worker, var at) ->
                seeking(worker, "it did not answer", at).leaving(leavingSeat()).done();
            case Vanished vanished -> vanished(vanished.at());
            case WorkerLost lost ->
                with().seat(seat.map(held -> held.lost(lost.at())))
                        .standing(standing.saying("its worker is silent; another one is looked for"))
                        .done();
            case WorkerReturned _ ->
                with().seat(seat.map(Seat::found)).standing(standing.saying("")).done();
            case Retried(var at) -> retried(at);
            case GivenUp(var at) -> ended(standing, at);
            case OutcomeUnknown(var reason, var at) ->
                ended(Standing.of(Status.DEAD, "outcome unknown: " + reason), at);
            case Refused(var verdict, var reasons, var at) ->
                with().stage(Stage.ENDED)
                        .leaving(leavingSeat())
                        .seat(Optional.empty())
                        .standing(Standing.of(verdict, String.join("; ", reasons)))
                        .since(at)
                        .done();
            case StopRequested(var upTo, var at) ->
                with().stage(Stage.STOPPING)
                        .leaving(leavingSeat())
                        .seat(Optional.empty())
                        .stopUpTo(upTo)
                        .since(at)
                        .done();
            case Left(var worker) -> with().leaving(leaving.minus(worker)).done();
            case Undeployed(var at) -> ended(Standing.of(Status.UNDEPLOYED, ""), at);
        };
    }

    /** @throws IllegalStateException while {@link Stage#UNASSIGNED} */
    public Assignment assigned() {
        return assignment.orElseThrow(() -> new IllegalStateException("not assigned to this cluster"));
    }

    /** @return whether others may be sent to it while it runs */
    boolean isAddressed() {
        return assignment.flatMap(Assignment::addressing).isPresent();
    }

    public boolean isOneShot() {
        return assignment.map(known -> known.descriptor().oneShot()).orElse(false);
    }

    public boolean isLost() {
        return seat.map(Seat::isLost).orElse(false);
    }

    public boolean sitsOn(WorkerId worker) {
        return seat.map(held -> held.worker().equals(worker)).orElse(false);
    }

    /** @return what it answers under now; empty unless it runs where it should */
    public Optional<Serving> serving() {
        return stage == Stage.PLACED && standing.status() == Status.RUNNING && !isLost()
                ? standing.whereabouts().flatMap(where -> Serving.of(assigned(), where))
                : Optional.empty();
    }

    /** @return whether nothing is left to be done until somebody says something new */
    public boolean isSettled() {
        return leaving.isEmpty()
                && switch (stage) {
                    case UNASSIGNED, ENDED -> true;
                    case SEEKING, STOPPING -> false;
                    case PLACED -> !isLost() && !standing.status().isWaiting() && standing.status() != Status.FAILED;
                };
    }

    /** @return which workers hold room for it, and for which placement */
    public PMap<WorkerId, Fence> promises() {
        return stage == Stage.PLACED
                ? seat.map(held -> leaving.plus(held.worker(), fence)).orElse(leaving)
                : leaving;
    }

    /** @return how often a one-shot may still be run again after this run */
    int retriesAfter(long run) {
        var firstRun = seat.map(Seat::firstRun).orElse(0L);
        return (int) Math.max(0, retriesLeft - Math.max(0, run - firstRun - 1));
    }

    /** @return whether this report is the last word on a one-shot */
    boolean isFinal(Report report) {
        return isOneShot()
                && (report.status() == Status.COMPLETED
                        || (report.status() == Status.DEAD
                                && retriesAfter(report.fence().run()) == 0));
    }

    /** A worker that is lost cannot confirm anything: it is asked when it comes back. */
    private PMap<WorkerId, Fence> leavingSeat() {
        return seat.filter(held -> !held.isLost())
                .map(held -> leaving.plus(held.worker(), fence))
                .orElse(leaving);
    }

    private InstanceState assigned(Assignment assigned, Instant at) {
        return new InstanceState(
                Stage.SEEKING,
                Optional.of(assigned),
                new Fence(assigned.fence().assignment(), 0, 0),
                Optional.empty(),
                Standing.of(Status.CLUSTER_SCHEDULED, "a worker is looked for"),
                assigned.retriesLeft(),
                at,
                leavingSeat(),
                HashTreePMap.empty(),
                Fence.NONE,
                late);
    }

    private InstanceState placed(NodeAssigned placed) {
        var afterLoss =
                isOneShot() && isLost() ? Math.max(0, retriesAfter(fence.run()) - 1) : retriesAfter(fence.run());
        return with().stage(Stage.PLACED)
                .fence(placed.fence())
                .leaving(leavingSeat().minus(placed.worker()))
                .seat(Optional.of(Seat.on(placed.worker())))
                .declined(declinedBySeat())
                .standing(Standing.of(Status.NODE_SCHEDULED, "on worker " + placed.workerName()))
                .retriesLeft(afterLoss)
                .since(placed.at())
                .done();
    }

    /** A worker that could not run it does not get it again, so that it goes round no circle. */
    private PMap<WorkerId, String> declinedBySeat() {
        return seat.filter(held -> !held.isLost())
                .map(held -> declined.plus(held.worker(), standing.detail().message()))
                .orElse(declined);
    }

    private InstanceState retried(Instant at) {
        return with().stage(Stage.SEEKING)
                .leaving(leavingSeat())
                .seat(Optional.empty())
                .declined(HashTreePMap.empty())
                .since(at)
                .done();
    }

    private InstanceState reported(Report report, Instant at) {
        var changed = report.status() != standing.status() || report.fence().run() != fence.run();
        return with().stage(isFinal(report) ? Stage.ENDED : stage)
                .fence(report.fence())
                .seat(seat.map(held -> changed ? judged(held, report, at) : held))
                .standing(Standing.of(report))
                .since(changed ? at : since)
                .done();
    }

    /** Counts failures in a row of what should run for ever. */
    private Seat judged(Seat held, Report report, Instant at) {
        if (!report.status().isEnd()) {
            return held;
        }
        var ranLong = standing.status() == Status.RUNNING
                && Duration.between(since, at).compareTo(GOOD_RUN) >= 0;
        return held.failed(ranLong ? 1 : held.failures() + 1);
    }

    private InstanceState vanished(Instant at) {
        return with().retriesLeft(Math.max(0, retriesAfter(fence.run()) - 1))
                .seat(seat.map(held -> held.rerunAfter(fence.run())))
                .standing(standing.saying("its last run is gone without a trace; it is run again"))
                .since(at)
                .done();
    }

    private InstanceState ended(Standing last, Instant at) {
        return with().stage(Stage.ENDED).standing(last).since(at).done();
    }

    private InstanceStateCopy seeking(WorkerId worker, String reason, Instant at) {
        return with().stage(Stage.SEEKING)
                .seat(Optional.empty())
                .declined(declined.plus(worker, reason))
                .standing(standing.saying("not on worker " + worker + ": " + reason))
                .since(at);
    }

    private InstanceStateCopy with() {
        return new InstanceStateCopy(this);
    }
}
