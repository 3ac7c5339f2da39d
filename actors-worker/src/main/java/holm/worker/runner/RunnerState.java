package holm.worker.runner;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.message.Assignment;
import holm.overlay.Attachment;
import holm.runtimes.Exit;
import holm.runtimes.Running;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One instance on this worker. Given an input it says what is true then and what has to be done; it does nothing itself. At any
 * moment at most one piece of work (fetch, attach, launch, take down) is under way, beside the wait for an end.
 *
 * @param wanted what should be here under the present placement; empty before anything was
 * @param fence of the present or last run
 * @param here runs that stand on disk: the present one and those that ended before it
 * @param failures ends and failed attempts in a row
 * @param stop up to which placement nothing may be here any more; {@link Fence#NONE} when nobody said so
 * @param successor what should be here once the present placement is taken down
 */
record RunnerState(
        InstanceId instance,
        Optional<Assignment> wanted,
        Fence fence,
        Stage stage,
        List<Running> here,
        Optional<Attachment> attachment,
        int failures,
        Fence stop,
        Optional<Assignment> successor) {
    /** A one-shot waits half a minute for a registry or an engine; a service for ever, but its cluster looks elsewhere. */
    static final int MOST_FAILED_STARTS = 5;

    record Step(RunnerState next, List<RunnerOutput> outputs) {}

    RunnerState {
        here = List.copyOf(here);
    }

    /** @param stop up to which placement it was stopped before */
    static RunnerState fresh(InstanceId instance, Fence stop) {
        return new RunnerState(
                instance,
                Optional.empty(),
                Fence.NONE,
                new Stage.Fresh(),
                List.of(),
                Optional.empty(),
                0,
                stop,
                Optional.empty());
    }

    /** @return what follows from {@code input}; whenever nothing is here and nothing is wanted, that the runner is over */
    Step on(RunnerInput input) {
        var step = decide(input);
        if (!step.next().isNothingHere()) {
            return step;
        }
        var outputs = new ArrayList<>(step.outputs());
        outputs.add(new RunnerOutput.Finish());
        return new Step(step.next(), List.copyOf(outputs));
    }

    private Step decide(RunnerInput input) {
        return switch (input) {
            case RunnerInput.Deploy(var assignment) -> deploy(assignment);
            case RunnerInput.Stop(var upTo) -> stop(upTo);
            case RunnerInput.Adopt(var runs, var found) -> adopt(runs, found);
            case RunnerInput.PauseOver() -> stage instanceof Stage.Pausing(var next) ? begin(next) : nothing();
            case RunnerInput.Progress(var line) ->
                stage instanceof Stage.Fetching ? then(report(Status.CREATING, StatusDetail.of(line))) : nothing();
            case RunnerInput.Waiting(var reason) ->
                stage instanceof Stage.Attaching ? then(report(Status.CREATING, StatusDetail.of(reason))) : nothing();
            case RunnerInput.Fetched() -> isLeaving() ? takeDown() : fetched();
            case RunnerInput.Attached(var made) -> isLeaving() ? takeDown() : attached(made);
            case RunnerInput.Launched(var running) -> launched(running);
            case RunnerInput.Failed failed -> isLeaving() ? takeDown() : failed(failed);
            case RunnerInput.Ended(var running, var exit, var lasted) ->
                stage instanceof Stage.Up(var present) && present.handle().equals(running.handle())
                        ? ended(exit, lasted)
                        : nothing();
            case RunnerInput.TakenDown() -> takenDown();
            case RunnerInput.NotTakenDown _ -> then(new RunnerOutput.TakeDown(here, isForgotten()));
        };
    }

    /** @return what is here, or will be: the placement that counts */
    Fence placement() {
        return successor.or(() -> wanted).map(Assignment::fence).orElse(fence);
    }

    private Step deploy(Assignment assignment) {
        var asked = samePlacementOf(assignment.fence());
        var wasStopped = !stop.equals(Fence.NONE) && asked.compareTo(samePlacementOf(stop)) <= 0;
        if (wasStopped || asked.compareTo(samePlacementOf(placement())) < 0) {
            return then(new RunnerOutput.CountOlder(assignment.fence()));
        }
        if (isNothingHere()) {
            return with(assignment).begin(assignment.fence().nextRun());
        }
        if (asked.equals(samePlacementOf(placement()))) {
            return successor.isPresent() ? nothing() : then(new RunnerOutput.ReportAgain());
        }
        return new RunnerState(
                        instance, wanted, fence, stage, here, attachment, failures, stop, Optional.of(assignment))
                .leave();
    }

    private Step stop(Fence upTo) {
        var asked = samePlacementOf(upTo);
        if (isNothingHere()) {
            return new Step(
                    new RunnerState(
                            instance,
                            wanted,
                            fence,
                            new Stage.Gone(),
                            here,
                            attachment,
                            failures,
                            later(stop, upTo),
                            successor),
                    List.of(new RunnerOutput.ConfirmStopped(upTo)));
        }
        if (asked.compareTo(samePlacementOf(fence)) < 0) {
            return then(new RunnerOutput.ConfirmStopped(upTo)); // what it means is not here; what is here is newer
        }
        var stays = successor.filter(next -> asked.compareTo(samePlacementOf(next.fence())) < 0);
        return new RunnerState(instance, wanted, fence, stage, here, attachment, failures, later(stop, upTo), stays)
                .leave();
    }

    private Step adopt(List<Running> runs, Optional<Attachment> found) {
        var newest = runs.stream().max(Comparator.comparing(Running::fence)).orElseThrow();
        var older = runs.stream().filter(run -> !run.equals(newest)).toList();
        var next = new RunnerState(
                instance,
                Optional.of(newest.assignment()),
                newest.fence(),
                new Stage.Up(newest),
                List.of(newest),
                found,
                0,
                stop,
                successor);
        var outputs = new ArrayList<RunnerOutput>();
        if (!older.isEmpty()) {
            outputs.add(new RunnerOutput.RemoveEnded(older));
        }
        if (!newest.ended()) {
            outputs.add(next.report(Status.RUNNING, next.shortage()));
        }
        outputs.add(new RunnerOutput.Await(newest));
        return new Step(next, outputs);
    }

    private Step begin(Fence run) {
        var assignment = wanted.orElseThrow();
        var next = new RunnerState(
                instance, wanted, run, new Stage.Fetching(), here, attachment, failures, stop, successor);
        var descriptor = assignment.descriptor();
        return new Step(
                next,
                List.of(
                        next.report(Status.CREATING, StatusDetail.of("fetching " + descriptor.code())),
                        new RunnerOutput.Fetch(descriptor)));
    }

    private Step fetched() {
        return new Step(at(new Stage.Attaching()), List.of(new RunnerOutput.Attach(wanted.orElseThrow())));
    }

    private Step attached(Attachment made) {
        var next = new RunnerState(
                instance, wanted, fence, new Stage.Launching(), here, Optional.of(made), failures, stop, successor);
        return new Step(
                next,
                List.of(
                        next.report(Status.CREATED, next.shortage()),
                        new RunnerOutput.Launch(wanted.orElseThrow(), fence)));
    }

    private Step launched(Running running) {
        var ended = here;
        var next = new RunnerState(
                instance, wanted, fence, new Stage.Up(running), plus(running), attachment, failures, stop, successor);
        if (isLeaving()) {
            return next.takeDown();
        }
        var outputs = new ArrayList<RunnerOutput>();
        outputs.add(next.report(Status.RUNNING, next.shortage()));
        outputs.add(new RunnerOutput.Await(running));
        if (!ended.isEmpty()) {
            outputs.add(new RunnerOutput.RemoveEnded(ended));
        }
        return new Step(next.only(running), outputs);
    }

    private Step failed(RunnerInput.Failed failure) {
        if (failure.elsewhere() && here.isEmpty()) {
            return new Step(
                    at(new Stage.Gone()),
                    List.of(new RunnerOutput.Refuse(wanted.orElseThrow().fence(), List.of(failure.reason()))));
        }
        var isOneShot = wanted.orElseThrow().descriptor().oneShot();
        var count = failures + 1;
        if (!failure.isTransient() || (isOneShot && count >= MOST_FAILED_STARTS)) {
            return new Step(
                    at(new Stage.Over()),
                    List.of(
                            report(Status.FAILED, StatusDetail.of(failure.reason())),
                            new RunnerOutput.GiveNetworkBack()));
        }
        var pause = RestartPause.after(count);
        var detail = StatusDetail.of("%s; trying again in %d s".formatted(failure.reason(), pause.toSeconds()));
        return isOneShot // which never ran: that is no run, and uses up no retry
                ? new Step(
                        pausing(count, fence), List.of(report(Status.CREATING, detail), new RunnerOutput.Pause(pause)))
                : new Step(
                        pausing(count, fence.nextRun()),
                        List.of(report(Status.FAILED, detail), new RunnerOutput.Pause(pause)));
    }

    private Step ended(Exit exit, long lasted) {
        var assignment = wanted.orElseThrow();
        if (!assignment.descriptor().oneShot()) {
            return again(assignment, exit, RestartPause.count(failures, lasted));
        }
        if (exit.isSuccess()) {
            return new Step(
                    at(new Stage.Over()),
                    List.of(report(Status.COMPLETED, detail(exit, "")), new RunnerOutput.GiveNetworkBack()));
        }
        if (assignment.retriesLeft() > 0) {
            var left = assignment.retriesLeft() - 1;
            return again(
                    new Assignment(instance, assignment.fence(), assignment.descriptor(), left), exit, failures + 1);
        }
        return new Step(
                at(new Stage.Over()),
                List.of(report(Status.DEAD, detail(exit, "")), new RunnerOutput.GiveNetworkBack()));
    }

    private Step again(Assignment next, Exit exit, int count) {
        var pause = RestartPause.after(count);
        var detail = detail(exit, "; starting again in %d s".formatted(pause.toSeconds()));
        return new Step(
                with(next).pausing(count, fence.nextRun()),
                List.of(report(Status.DEAD, detail), new RunnerOutput.Pause(pause)));
    }

    /** Goes away as soon as the present work allows it. */
    private Step leave() {
        return switch (stage) {
            case Stage.Up _, Stage.Pausing _, Stage.Over _ -> takeDown();
            case Stage.Fetching _, Stage.Attaching _ -> then(new RunnerOutput.Interrupt());
            case Stage.Launching _ -> then(new RunnerOutput.InterruptLaunch());
            case Stage.TakingDown _, Stage.Fresh _, Stage.Gone _ -> nothing();
        };
    }

    private Step takeDown() {
        return new Step(at(new Stage.TakingDown()), List.of(new RunnerOutput.TakeDown(here, isForgotten())));
    }

    private Step takenDown() {
        var outputs = new ArrayList<RunnerOutput>();
        if (isStopped()) {
            outputs.add(report(Status.UNDEPLOYED, StatusDetail.NONE));
            outputs.add(new RunnerOutput.ConfirmStopped(stop));
        }
        if (successor.isEmpty()) {
            return new Step(
                    new RunnerState(
                            instance,
                            Optional.empty(),
                            fence,
                            new Stage.Gone(),
                            List.of(),
                            Optional.empty(),
                            0,
                            stop,
                            successor),
                    outputs);
        }
        var assignment = successor.get();
        var begun = new RunnerState(
                        instance,
                        Optional.of(assignment),
                        fence,
                        stage,
                        List.of(),
                        Optional.empty(),
                        0,
                        stop,
                        Optional.empty())
                .begin(assignment.fence().nextRun());
        outputs.addAll(begun.outputs());
        return new Step(begun.next(), outputs);
    }

    private boolean isLeaving() {
        return isStopped() || successor.isPresent();
    }

    private boolean isStopped() {
        return !stop.equals(Fence.NONE) && samePlacementOf(fence).compareTo(samePlacementOf(stop)) <= 0;
    }

    private boolean isForgotten() {
        return isStopped() && successor.isEmpty();
    }

    /** What is missing of its network although it runs. */
    private StatusDetail shortage() {
        return attachment.flatMap(Attachment::shortage).map(StatusDetail::of).orElse(StatusDetail.NONE);
    }

    private RunnerOutput.Report report(Status status, StatusDetail detail) {
        return new RunnerOutput.Report(fence, status, detail);
    }

    private RunnerState at(Stage now) {
        return new RunnerState(instance, wanted, fence, now, here, attachment, failures, stop, successor);
    }

    private RunnerState pausing(int count, Fence next) {
        return new RunnerState(
                instance, wanted, fence, new Stage.Pausing(next), here, attachment, count, stop, successor);
    }

    private RunnerState with(Assignment assignment) {
        return new RunnerState(
                instance, Optional.of(assignment), fence, stage, here, attachment, failures, stop, successor);
    }

    private RunnerState only(Running running) {
        return new RunnerState(instance, wanted, fence, stage, List.of(running), attachment, failures, stop, successor);
    }

    private List<Running> plus(Running running) {
        var all = new ArrayList<>(here);
        all.add(running);
        return all;
    }

    private Step then(RunnerOutput output) {
        return new Step(this, List.of(output));
    }

    private Step nothing() {
        return new Step(this, List.of());
    }

    private boolean isNothingHere() {
        return stage instanceof Stage.Fresh || stage instanceof Stage.Gone;
    }

    private static Fence later(Fence one, Fence other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Fence samePlacementOf(Fence full) {
        return new Fence(full.assignment(), full.placement(), 0);
    }

    private static StatusDetail detail(Exit exit, String more) {
        return new StatusDetail(exit.detail() + more, exit.code(), exit.signal(), exit.outOfMemory());
    }
}
