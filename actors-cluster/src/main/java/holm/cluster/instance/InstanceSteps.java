package holm.cluster.instance;

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
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Status;
import holm.domain.WorkerId;
import holm.domain.message.Actual;
import holm.domain.message.Assignment;
import holm.domain.message.Downward;
import holm.domain.message.Report;
import holm.domain.message.Upward;
import holm.domain.message.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is to be done after a command was decided: derived from the state before and after, so that nothing is forgotten when a
 * new event is added, and repeatable, so that a reminder does the same as the first time.
 */
record InstanceSteps(InstanceId instance, InstanceDecisions decisions) {
    /** Larger than any run: a stop of a whole placement, whatever its run is. */
    private static final long EVERY_RUN = 999_999_999_999_999_999L;

    /** What is overdue is looked at again after this, not at once and not in a loop. */
    private static final Duration SOON = Duration.ofSeconds(1);

    List<Step> after(InstanceState before, InstanceCommand command, List<InstanceEvent> events, InstanceState after) {
        var steps = new ArrayList<Step>();
        before.promises().forEach((worker, fence) -> {
            if (!after.promises().containsKey(worker)) {
                steps.add(new Step.Release(worker, fence));
            }
        });
        if (!events.isEmpty()) {
            steps.addAll(consequences(before, events, after));
        }
        steps.addAll(answers(command, events.isEmpty(), after));
        return steps;
    }

    /** @return after what time to look again; empty when nothing is pending */
    Optional<Duration> lookAgain(InstanceState state) {
        return Stream.of(search(state), reminder(state))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    private Optional<Duration> search(InstanceState state) {
        var rules = decisions.rules();
        var lostSince = state.seat().flatMap(Seat::lostSince);
        if (lostSince.isPresent() && !InstanceDecisions.mayMove(state)) {
            return Optional.of(until(lostSince.get().plus(rules.oneShotLostAfter())));
        }
        if (!decisions.wantsWorker(state)) {
            return Optional.empty();
        }
        var failed = state.stage() == Stage.PLACED && lostSince.isEmpty();
        return Optional.of(failed ? until(state.since().plus(rules.retryFailedAfter())) : rules.seekAgain());
    }

    private Optional<Duration> reminder(InstanceState state) {
        var unanswered = state.stage() == Stage.PLACED
                && !state.isLost()
                && state.standing().status().isWaiting();
        return unanswered || !state.leaving().isEmpty()
                ? Optional.of(decisions.rules().askAgain())
                : Optional.empty();
    }

    private Duration until(Instant end) {
        var left = Duration.between(decisions.now(), end);
        return left.compareTo(SOON) < 0 ? SOON : left;
    }

    /** @return whether this promise of a worker is meant: it stands in the state, or is being asked for right now */
    boolean holds(InstanceState state, WorkerId worker, Fence fence) {
        var held = state.promises().get(worker);
        return (held != null && held.samePlacement(fence))
                || (decisions.wantsWorker(state) && fence.equals(state.fence().nextPlacement()));
    }

    /** @return what the root is told about this state; empty when there is nothing to say */
    private Optional<Upward> voice(InstanceState state) {
        return InstanceRow.of(instance, state).voice();
    }

    private List<Step> consequences(InstanceState before, List<InstanceEvent> events, InstanceState after) {
        var steps = new ArrayList<Step>();
        var isAnotherRun = after.serving().isPresent() && !before.fence().equals(after.fence());
        if (isAnotherRun || !before.serving().equals(after.serving())) {
            steps.add(new Step.ShowRoutes());
        }
        after.leaving().forEach((worker, fence) -> {
            if (!fence.equals(before.leaving().get(worker))) {
                steps.add(before.serving().isPresent() ? new Step.Withdraw(worker, fence) : stop(worker, fence));
            }
        });
        // A worker that was lost and came back in this moment hears it; one that is away is told when it comes back.
        before.seat()
                .filter(seat -> seat.isLost() && !after.sitsOn(seat.worker()))
                .ifPresent(seat -> steps.add(stop(seat.worker(), before.fence())));
        if (events.stream().anyMatch(InstanceEvent.NodeAssigned.class::isInstance)) {
            deploy(after).ifPresent(steps::add);
        }
        var isSameSearch = events.stream()
                .allMatch(event -> event instanceof InstanceEvent.Left || event instanceof InstanceEvent.LateReported);
        if (decisions.wantsWorker(after) && !isSameSearch) {
            steps.add(new Step.AskPlacer(after.fence()));
        }
        var said = voice(after);
        if (!said.equals(voice(before))) {
            said.ifPresent(message -> steps.add(new Step.TellRoot(message)));
        }
        return steps;
    }

    private List<Step> answers(InstanceCommand command, boolean isUnchanged, InstanceState state) {
        return switch (command) {
            case Assign(var assignment) -> isUnchanged ? assignedAgain(assignment, state) : List.of();
            case Stop(var fence) -> isUnchanged ? stoppedAgain(fence, state) : List.of();
            case Want(var worker) ->
                state.stage() == Stage.PLACED && state.sitsOn(worker)
                        ? deploy(state).stream().toList()
                        : List.of();
            case Judge(var worker, var actual) -> judged(worker, actual, state);
            case Reported(var worker, var report) -> isUnchanged ? unchangedBy(worker, report, state) : List.of();
            case Declined declined -> isUnchanged ? List.of(new Step.Drop(declined.fence())) : List.of();
            case WorkerLost(var worker) ->
                isUnchanged && state.sitsOn(worker) && decisions.wantsWorker(state)
                        ? List.of(new Step.AskPlacer(state.fence()))
                        : List.of();
            case Ranked(var at, var placement) -> {
                var fitting = Seek.fitting(placement, state);
                yield decisions.isSeeking(state, at) && !fitting.isEmpty()
                        ? List.of(reserve(state, fitting, List.of()))
                        : List.of();
            }
            case ReserveAnswered answer -> isUnchanged ? nextAfter(answer, state) : List.of();
            case Due _ -> isUnchanged ? pending(state) : List.of();
            // Whether a worker that was lost is still lost, the directory says once everybody had time to come back.
            case Wake _ -> state.isLost() ? List.of() : pending(state);
            case Withdrawn(var worker, var fence) ->
                fence.equals(state.leaving().get(worker)) ? List.of(stop(worker, fence)) : List.of();
            case Stopped _, Missing _, Holds _, Rest _, Leave _ -> List.of();
        };
    }

    private List<Step> pending(InstanceState state) {
        var steps = new ArrayList<Step>();
        // A restarted orchestrator does not know whether everybody has left it: asking again costs nothing.
        state.leaving()
                .forEach((worker, fence) ->
                        steps.add(state.isAddressed() ? new Step.Withdraw(worker, fence) : stop(worker, fence)));
        if (decisions.wantsWorker(state)) {
            steps.add(new Step.AskPlacer(state.fence()));
        }
        if (state.stage() == Stage.PLACED && !state.isLost() && state.standing().status() == Status.NODE_SCHEDULED) {
            deploy(state).ifPresent(steps::add);
        }
        return steps;
    }

    private List<Step> assignedAgain(Assignment assignment, InstanceState state) {
        return assignment.fence().assignment() < state.fence().assignment()
                ? List.of(new Step.Drop(assignment.fence()))
                : voice(state)
                        .<List<Step>>map(message -> List.of(new Step.TellRoot(message)))
                        .orElse(List.of());
    }

    private List<Step> stoppedAgain(Fence fence, InstanceState state) {
        if (state.stage() == Stage.UNASSIGNED || state.standing().status() == Status.UNDEPLOYED) {
            return List.of(new Step.TellRoot(new Upward.Stopped(instance, fence)));
        }
        return state.stage() == Stage.STOPPING ? pending(state) : List.of(new Step.Drop(fence));
    }

    private List<Step> judged(WorkerId worker, Actual actual, InstanceState state) {
        var verdict = InstanceDecisions.verdict(state, worker, actual);
        var steps = new ArrayList<Step>();
        steps.add(new Step.TellWorker(worker, new Downward.Judged(instance, actual.fence(), verdict)));
        if (verdict == Verdict.CURRENT && state.stage() == Stage.PLACED) {
            deploy(state).ifPresent(steps::add);
        }
        return steps;
    }

    /** A worker that reports what is not its any more is told so; news within a status goes up without being kept. */
    private List<Step> unchangedBy(WorkerId worker, Report report, InstanceState state) {
        if (!InstanceDecisions.isInForce(state, worker, report.fence())) {
            var verdict =
                    InstanceDecisions.verdict(state, worker, new Actual(instance, report.fence(), report.status()));
            return List.of(
                    new Step.Drop(report.fence()),
                    new Step.TellWorker(worker, new Downward.Judged(instance, report.fence(), verdict)));
        }
        if (report.fence().isOlderThan(state.fence())) {
            return List.of(new Step.Drop(report.fence()));
        }
        var isProgress = report.status() == state.standing().status()
                && !report.detail().equals(state.standing().detail());
        return isProgress && state.stage() == Stage.PLACED
                ? List.of(new Step.TellRoot(new Upward.Reported(report)))
                : List.of();
    }

    private List<Step> nextAfter(ReserveAnswered answer, InstanceState state) {
        var worker = answer.candidate().worker();
        if (answer.refusal().isEmpty()) {
            var held = state.promises().get(worker);
            return held != null && held.samePlacement(answer.fence())
                    ? List.of()
                    : List.of(new Step.Release(worker, answer.fence()));
        }
        if (answer.rest().isEmpty()
                || !decisions.wantsWorker(state)
                || !answer.fence().equals(state.fence().nextPlacement())) {
            return List.of();
        }
        var reasons = new ArrayList<>(answer.reasons());
        reasons.add(answer.refusal().get());
        return List.of(reserve(state, answer.rest(), reasons));
    }

    private Step reserve(InstanceState state, List<Seek.Next> fitting, List<String> reasons) {
        return new Step.Reserve(
                fitting.getFirst(),
                state.fence().nextPlacement(),
                fitting.subList(1, fitting.size()),
                List.copyOf(reasons));
    }

    private Optional<Step> deploy(InstanceState state) {
        return state.seat()
                .map(seat -> new Step.TellWorker(
                        seat.worker(),
                        new Downward.Deploy(new Assignment(
                                instance,
                                state.fence(),
                                state.assigned().descriptor(),
                                state.retriesAfter(state.fence().run())))));
    }

    private Step stop(WorkerId worker, Fence fence) {
        return new Step.TellWorker(
                worker, new Downward.Stop(instance, new Fence(fence.assignment(), fence.placement(), EVERY_RUN)));
    }
}
