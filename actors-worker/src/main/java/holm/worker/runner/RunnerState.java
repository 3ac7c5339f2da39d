package holm.worker.runner;

import holm.domain.Fence;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.message.Assignment;
import holm.overlay.Attachment;
import holm.runtimes.Running;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One instance on this worker. Given an input it says what is true then and what has to be done; it does nothing itself. At any
 * moment at most one piece of work (fetch, attach, launch, take down) is under way, beside the wait for an end.
 *
 * @param fence of the present or last run
 * @param here runs that stand on disk: the present one and those that ended before it
 * @param failures ends and failed attempts in a row
 */
record RunnerState(
        Orders orders, Fence fence, Stage stage, List<Running> here, Optional<Attachment> attachment, int failures) {
    record Step(RunnerState next, List<RunnerOutput> outputs) {}

    RunnerState {
        here = List.copyOf(here);
    }

    /** @param stop up to which placement it was stopped before */
    static RunnerState fresh(Fence stop) {
        return new RunnerState(Orders.none(stop), Fence.NONE, new Stage.Fresh(), List.of(), Optional.empty(), 0);
    }

    /** @return what should be here under the present placement; empty before anything was */
    Optional<Assignment> wanted() {
        return orders.wanted();
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
            case RunnerInput.Failed failed ->
                isLeaving()
                        ? takeDown()
                        : after(Aftermath.ofFailure(failed, assignment(), fence, failures, here.isEmpty()));
            case RunnerInput.Ended(var running, var exit, var lasted) ->
                stage instanceof Stage.Up(var up) && up.handle().equals(running.handle())
                        ? after(Aftermath.ofEnd(exit, lasted, assignment(), fence, failures))
                        : nothing();
            case RunnerInput.TakenDown() -> takenDown();
            case RunnerInput.NotTakenDown _ -> then(new RunnerOutput.TakeDown(here, orders.isForgotten(fence)));
        };
    }

    private Step deploy(Assignment assignment) {
        var age = Orders.BY_PLACEMENT.compare(
                assignment.fence(), orders.placement().orElse(fence));
        if (orders.isStopped(assignment.fence()) || age < 0) {
            return then(new RunnerOutput.CountOlder(assignment.fence()));
        }
        if (isNothingHere()) {
            return with(orders.want(assignment)).begin(assignment.fence().nextRun());
        }
        if (age == 0) {
            return orders.successor().isPresent() ? nothing() : then(new RunnerOutput.ReportAgain());
        }
        return with(orders.follow(assignment)).leave();
    }

    private Step stop(Fence upTo) {
        if (isNothingHere()) {
            return new Step(
                    with(orders.stopUpTo(upTo)).at(new Stage.Gone()), List.of(new RunnerOutput.ConfirmStopped(upTo)));
        }
        if (Orders.BY_PLACEMENT.compare(upTo, fence) < 0) {
            return then(new RunnerOutput.ConfirmStopped(upTo)); // what it means is not here; what is here is newer
        }
        return with(orders.stopUpTo(upTo)).leave();
    }

    private Step adopt(List<Running> runs, Optional<Attachment> found) {
        var newest = runs.stream().max(Comparator.comparing(Running::fence)).orElseThrow();
        var older = runs.stream().filter(run -> !run.equals(newest)).toList();
        var next = new RunnerState(
                orders.want(newest.assignment()), newest.fence(), new Stage.Up(newest), List.of(newest), found, 0);
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
        var descriptor = assignment().descriptor();
        var next = new RunnerState(orders, run, new Stage.Fetching(), here, attachment, failures);
        return new Step(
                next,
                List.of(
                        next.report(Status.CREATING, StatusDetail.of("fetching " + descriptor.code())),
                        new RunnerOutput.Fetch(descriptor)));
    }

    private Step fetched() {
        return new Step(at(new Stage.Attaching()), List.of(new RunnerOutput.Attach(assignment())));
    }

    private Step attached(Attachment made) {
        var next = new RunnerState(orders, fence, new Stage.Launching(), here, Optional.of(made), failures);
        return new Step(
                next,
                List.of(next.report(Status.CREATED, next.shortage()), new RunnerOutput.Launch(assignment(), fence)));
    }

    private Step launched(Running running) {
        if (isLeaving()) {
            var all = new ArrayList<>(here);
            all.add(running);
            return up(running, all).takeDown();
        }
        var outputs = new ArrayList<RunnerOutput>();
        outputs.add(report(Status.RUNNING, shortage()));
        outputs.add(new RunnerOutput.Await(running));
        if (!here.isEmpty()) {
            outputs.add(new RunnerOutput.RemoveEnded(here));
        }
        return new Step(up(running, List.of(running)), outputs);
    }

    private Step after(Aftermath aftermath) {
        return switch (aftermath) {
            case Aftermath.Elsewhere(var reason) ->
                new Step(
                        at(new Stage.Gone()),
                        List.of(new RunnerOutput.Refuse(assignment().fence(), List.of(reason))));
            case Aftermath.Over(var status, var detail) ->
                new Step(at(new Stage.Over()), List.of(report(status, detail), new RunnerOutput.GiveNetworkBack()));
            case Aftermath.Again again ->
                new Step(
                        new RunnerState(
                                orders.want(again.wanted()),
                                fence,
                                new Stage.Pausing(again.fence()),
                                here,
                                attachment,
                                again.failures()),
                        List.of(report(again.status(), again.detail()), new RunnerOutput.Pause(again.pause())));
        };
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
        return new Step(
                at(new Stage.TakingDown()), List.of(new RunnerOutput.TakeDown(here, orders.isForgotten(fence))));
    }

    private Step takenDown() {
        var outputs = new ArrayList<RunnerOutput>();
        if (orders.isStopped(fence)) {
            outputs.add(report(Status.UNDEPLOYED, StatusDetail.NONE));
            outputs.add(new RunnerOutput.ConfirmStopped(orders.stop()));
        }
        var gone = new RunnerState(orders.turn(), fence, new Stage.Gone(), List.of(), Optional.empty(), 0);
        if (gone.wanted().isEmpty()) {
            return new Step(gone, outputs);
        }
        var begun = gone.begin(gone.assignment().fence().nextRun());
        outputs.addAll(begun.outputs());
        return new Step(begun.next(), outputs);
    }

    /** What should be here; only for stages in which something should. */
    private Assignment assignment() {
        return orders.wanted().orElseThrow();
    }

    private boolean isLeaving() {
        return orders.isLeaving(fence);
    }

    private boolean isNothingHere() {
        return stage instanceof Stage.Fresh || stage instanceof Stage.Gone;
    }

    /** What is missing of its network although it runs. */
    private StatusDetail shortage() {
        return attachment.flatMap(Attachment::shortage).map(StatusDetail::of).orElse(StatusDetail.NONE);
    }

    private RunnerOutput.Report report(Status status, StatusDetail detail) {
        return new RunnerOutput.Report(fence, status, detail);
    }

    private RunnerState with(Orders changed) {
        return new RunnerState(changed, fence, stage, here, attachment, failures);
    }

    private RunnerState at(Stage now) {
        return new RunnerState(orders, fence, now, here, attachment, failures);
    }

    private RunnerState up(Running running, List<Running> runs) {
        return new RunnerState(orders, fence, new Stage.Up(running), runs, attachment, failures);
    }

    private Step then(RunnerOutput output) {
        return new Step(this, List.of(output));
    }

    private Step nothing() {
        return new Step(this, List.of());
    }
}
