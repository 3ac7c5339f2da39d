package holm.cluster.instance;

import static holm.domain.Decision.accept;

import holm.cluster.instance.InstanceCommand.Assign;
import holm.cluster.instance.InstanceCommand.Declined;
import holm.cluster.instance.InstanceCommand.Due;
import holm.cluster.instance.InstanceCommand.Holds;
import holm.cluster.instance.InstanceCommand.Judge;
import holm.cluster.instance.InstanceCommand.Leave;
import holm.cluster.instance.InstanceCommand.Missing;
import holm.cluster.instance.InstanceCommand.Ranked;
import holm.cluster.instance.InstanceCommand.Reported;
import holm.cluster.instance.InstanceCommand.ReserveAnswered;
import holm.cluster.instance.InstanceCommand.Rest;
import holm.cluster.instance.InstanceCommand.Stop;
import holm.cluster.instance.InstanceCommand.Stopped;
import holm.cluster.instance.InstanceCommand.Wake;
import holm.cluster.instance.InstanceCommand.Want;
import holm.cluster.instance.InstanceCommand.Withdrawn;
import holm.cluster.instance.InstanceCommand.WorkerLost;
import holm.domain.Decision;
import holm.domain.Fence;
import holm.domain.Status;
import holm.domain.WorkerId;
import holm.domain.message.Actual;
import holm.domain.message.Report;
import holm.domain.message.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What becomes true when an instance is told something. Nothing is ever refused to the sender: what comes twice, late or from
 * somebody who has no say changes nothing.
 *
 * @param now of this orchestrator
 */
record InstanceDecisions(Rules rules, Instant now) {
    Decision<InstanceEvent> decide(InstanceState state, InstanceCommand command) {
        return switch (command) {
            case Assign(var assignment) ->
                assignment.fence().assignment() > state.fence().assignment()
                        ? accept(new InstanceEvent.Assigned(assignment, now))
                        : accept();
            case Stop(var fence) -> stop(state, fence);
            case Want(var worker) -> want(state, worker);
            case Judge(var worker, var actual) ->
                verdict(state, worker, actual) == Verdict.CURRENT ? accept(returned(state)) : accept();
            case Reported(var worker, var report) -> reported(state, worker, report);
            case Declined(var worker, var fence, var reasons) ->
                isInForce(state, worker, fence)
                        ? accept(new InstanceEvent.Declined(worker, String.join("; ", reasons), now))
                        : accept();
            case Stopped(var worker, var fence) -> stopped(state, worker, fence);
            case Missing(var worker) -> state.leaving().containsKey(worker) ? left(state, worker) : accept();
            case WorkerLost(var worker) -> workerLost(state, worker);
            case Ranked(var at, var placement) ->
                isSeeking(state, at) && Seek.fitting(placement, state).isEmpty()
                        ? nothingFits(state, placement.verdict(), List.of(placement.summary()))
                        : accept();
            case ReserveAnswered answer -> reserveAnswered(state, answer);
            case Due _ -> due(state);
            case Withdrawn _, Holds _, Wake _, Rest _, Leave _ -> accept();
        };
    }

    /** @return what is to become of what exists on a worker */
    static Verdict verdict(InstanceState state, WorkerId worker, Actual actual) {
        if (state.stage() == Stage.UNASSIGNED
                || state.stage() == Stage.STOPPING
                || state.standing().status() == Status.UNDEPLOYED) {
            return Verdict.GONE;
        }
        if (isInForce(state, worker, actual.fence())) {
            return Verdict.CURRENT;
        }
        if (state.stage() == Stage.ENDED && state.seat().isEmpty()) {
            return Verdict.GONE; // refused: the root asks elsewhere
        }
        return state.fence().isOlderThan(actual.fence()) ? Verdict.UNKNOWN : Verdict.REPLACED;
    }

    /** @return whether a worker is looked for, and the question was asked under the same fence */
    boolean isSeeking(InstanceState state, Fence at) {
        return wantsWorker(state) && state.fence().samePlacement(at);
    }

    /** @return whether another worker than the present one is wanted */
    boolean wantsWorker(InstanceState state) {
        return switch (state.stage()) {
            case SEEKING -> true;
            case PLACED -> state.isLost() ? mayMove(state) : hasFailedTooOften(state);
            case UNASSIGNED, STOPPING, ENDED -> false;
        };
    }

    /** A one-shot without a retry left must not be run again as long as its first run may have gone well. */
    static boolean mayMove(InstanceState state) {
        return !state.isOneShot() || state.retriesAfter(state.fence().run()) > 0;
    }

    static boolean isInForce(InstanceState state, WorkerId worker, Fence fence) {
        return state.sitsOn(worker) && state.fence().samePlacement(fence);
    }

    /** FAILED means that it cannot be started there; ends of what did start are counted. */
    private boolean hasFailedTooOften(InstanceState state) {
        var status = state.standing().status();
        var failures = state.seat().map(Seat::failures).orElse(0);
        return status == Status.FAILED || (status.isEnd() && !state.isOneShot() && failures >= rules.restartsHere());
    }

    private Decision<InstanceEvent> stop(InstanceState state, Fence upTo) {
        var isOlder = upTo.assignment() < state.fence().assignment();
        var isDone = state.stage() == Stage.UNASSIGNED || state.standing().status() == Status.UNDEPLOYED;
        if (isOlder || isDone || state.stage() == Stage.STOPPING) {
            return accept();
        }
        return accept(withEnd(state, new InstanceEvent.StopRequested(upTo, now)));
    }

    private Decision<InstanceEvent> want(InstanceState state, WorkerId worker) {
        if (state.stage() != Stage.PLACED || !state.sitsOn(worker)) {
            return accept();
        }
        var events = new ArrayList<>(returned(state));
        if (state.isOneShot()
                && state.fence().run() > state.seat().map(Seat::firstRun).orElse(0L)) {
            events.add(
                    mayMove(state)
                            ? new InstanceEvent.Vanished(worker, now)
                            : new InstanceEvent.OutcomeUnknown("its worker came back without a trace of it", now));
        }
        return accept(events);
    }

    private Decision<InstanceEvent> reported(InstanceState state, WorkerId worker, Report report) {
        if (!isInForce(state, worker, report.fence())) {
            return late(state, worker, report);
        }
        if (state.stage() == Stage.ENDED || state.stage() == Stage.STOPPING) {
            return keep(state, report);
        }
        if (report.fence().isOlderThan(state.fence()) || report.status() == Status.UNDEPLOYED) {
            return accept();
        }
        var events = new ArrayList<>(returned(state));
        if (isNews(state, report)) {
            events.add(new InstanceEvent.Reported(report, now));
        }
        return accept(events);
    }

    /** Progress within a status is told upward and not kept: it is worth nothing after the next one. */
    private static boolean isNews(InstanceState state, Report report) {
        var standing = state.standing();
        return state.fence().isOlderThan(report.fence())
                || standing.status().mayBecome(report.status())
                || (standing.status() == report.status()
                        && !standing.whereabouts().equals(report.whereabouts()));
    }

    private Decision<InstanceEvent> late(InstanceState state, WorkerId worker, Report report) {
        var left = state.leaving().get(worker);
        if (left == null || !left.samePlacement(report.fence())) {
            return accept();
        }
        return report.status() == Status.UNDEPLOYED ? left(state, worker) : keep(state, report);
    }

    private Decision<InstanceEvent> keep(InstanceState state, Report report) {
        var isKept = report.fence().compareTo(state.late()) <= 0;
        var isKnown = state.fence().equals(report.fence()) && state.standing().status() == report.status();
        return state.isOneShot() && report.status().isEnd() && !isKept && !isKnown
                ? accept(new InstanceEvent.LateReported(report, now))
                : accept();
    }

    private Decision<InstanceEvent> stopped(InstanceState state, WorkerId worker, Fence fence) {
        var left = state.leaving().get(worker);
        return left == null || (fence.isOlderThan(left) && !fence.samePlacement(left)) ? accept() : left(state, worker);
    }

    private Decision<InstanceEvent> left(InstanceState state, WorkerId worker) {
        return accept(withEnd(state, new InstanceEvent.Left(worker)));
    }

    /** A stop is complete when no worker is left that may have something of it. */
    private List<InstanceEvent> withEnd(InstanceState state, InstanceEvent event) {
        var after = state.apply(event);
        return after.stage() == Stage.STOPPING && after.leaving().isEmpty()
                ? List.of(event, new InstanceEvent.Undeployed(now))
                : List.of(event);
    }

    private Decision<InstanceEvent> workerLost(InstanceState state, WorkerId worker) {
        if (state.leaving().containsKey(worker)) {
            return left(state, worker);
        }
        return state.stage() == Stage.PLACED && state.sitsOn(worker) && !state.isLost()
                ? accept(new InstanceEvent.WorkerLost(worker, now))
                : accept();
    }

    private List<InstanceEvent> returned(InstanceState state) {
        return state.stage() == Stage.PLACED
                ? state.seat()
                        .filter(Seat::isLost)
                        .<List<InstanceEvent>>map(seat -> List.of(new InstanceEvent.WorkerReturned(seat.worker(), now)))
                        .orElse(List.of())
                : List.of();
    }

    private Decision<InstanceEvent> reserveAnswered(InstanceState state, ReserveAnswered answer) {
        if (!wantsWorker(state) || !answer.fence().equals(state.fence().nextPlacement())) {
            return accept();
        }
        if (answer.refusal().isEmpty()) {
            var next = answer.candidate();
            return accept(new InstanceEvent.NodeAssigned(next.worker(), next.name(), answer.fence(), now));
        }
        return answer.rest().isEmpty()
                ? nothingFits(
                        state,
                        Status.NO_WORKER_CAPACITY,
                        Stream.concat(answer.reasons().stream(), answer.refusal().stream())
                                .toList())
                : accept();
    }

    private Decision<InstanceEvent> nothingFits(InstanceState state, Status verdict, List<String> reasons) {
        if (state.stage() == Stage.SEEKING) {
            var all = Stream.concat(
                            reasons.stream(),
                            state.declined().entrySet().stream()
                                    .map(entry -> "worker %s: %s".formatted(entry.getKey(), entry.getValue())))
                    .toList();
            return accept(new InstanceEvent.Refused(verdict, all, now));
        }
        if (state.isOneShot() && state.standing().status() == Status.FAILED) {
            return accept(new InstanceEvent.GivenUp(now));
        }
        var lostSince = state.seat().flatMap(Seat::lostSince);
        return lostSince.isPresent() && isOver(lostSince.get(), rules.giveUpAfter())
                ? accept(new InstanceEvent.Refused(verdict, reasons, now))
                : accept();
    }

    private Decision<InstanceEvent> due(InstanceState state) {
        if (state.stage() != Stage.PLACED || state.seat().isEmpty()) {
            return accept();
        }
        var seat = state.seat().get();
        if (seat.lostSince().isPresent()) {
            return !mayMove(state) && isOver(seat.lostSince().get(), rules.oneShotLostAfter())
                    ? accept(new InstanceEvent.OutcomeUnknown(
                            "its worker is silent since " + seat.lostSince().get(), now))
                    : accept();
        }
        if (state.standing().status() == Status.FAILED && isOver(state.since(), rules.retryFailedAfter())) {
            return accept(new InstanceEvent.Retried(now));
        }
        return state.standing().status() == Status.NODE_SCHEDULED && isOver(state.since(), rules.answerWithin())
                ? accept(new InstanceEvent.Unanswered(seat.worker(), now))
                : accept();
    }

    private boolean isOver(Instant begin, Duration patience) {
        return Duration.between(begin, now).compareTo(patience) >= 0;
    }
}
