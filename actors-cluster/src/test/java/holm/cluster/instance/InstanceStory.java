package holm.cluster.instance;

import static org.assertj.core.api.Assertions.assertThat;

import holm.cluster.Descriptors;
import holm.domain.Decision;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.WorkerId;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.message.Actual;
import holm.domain.message.Assignment;
import holm.domain.message.Downward;
import holm.domain.message.Report;
import holm.domain.message.Upward;
import holm.domain.message.Verdict;
import holm.scheduling.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One instance, told command by command without an actor; what its entity would do after the last one is in {@link #steps}. */
class InstanceStory {
    static final InstanceId INSTANCE = new InstanceId(new ServiceId("0123456789abcdef01234567"), 3);
    static final WorkerId W1 = worker(1);
    static final WorkerId W2 = worker(2);
    static final Rules RULES = new Rules(
            3,
            Duration.ofSeconds(90),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofSeconds(3),
            Duration.ofSeconds(30));

    InstanceState state = InstanceState.UNASSIGNED;
    List<Step> steps = List.of();
    int persisted;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void tell(InstanceCommand... commands) {
        for (var command : commands) {
            var decisions = new InstanceDecisions(RULES, now);
            var before = state;
            var events = ((Decision.Accepted<InstanceEvent>) decisions.decide(before, command)).events();
            for (var event : events) {
                state = state.apply(event);
            }
            persisted += events.size();
            steps = new InstanceSteps(INSTANCE, decisions).after(before, command, events, state);
        }
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void placeOn(WorkerId worker) {
        tell(assign(1), ranked(1, 0, worker), granted(worker, 1, 1));
    }

    void run(WorkerId worker) {
        placeOn(worker);
        tell(report(worker, 1, 1, 1, Status.CREATING), report(worker, 1, 1, 1, Status.RUNNING));
    }

    void fail(WorkerId worker, long run) {
        tell(report(worker, 1, 1, run, Status.RUNNING), report(worker, 1, 1, run, Status.DEAD));
    }

    void runOneShot(int retries) {
        var assignment = new Assignment(INSTANCE, fence(1, 0, 0), descriptor(true, retries), retries);
        tell(
                new InstanceCommand.Assign(assignment),
                ranked(1, 0, W1),
                granted(W1, 1, 1),
                report(W1, 1, 1, 1, Status.RUNNING));
    }

    Optional<Duration> lookAgain() {
        return new InstanceSteps(INSTANCE, new InstanceDecisions(RULES, now)).lookAgain(state);
    }

    boolean holds(WorkerId worker, long assignment, long placement) {
        return new InstanceSteps(INSTANCE, new InstanceDecisions(RULES, now))
                .holds(state, worker, fence(assignment, placement, 0));
    }

    /** What the root was told, without the words of the detail. */
    Upward toldRoot() {
        var told = steps.stream().filter(Step.TellRoot.class::isInstance).toList();
        assertThat(told).as("to the root in %s", steps).hasSize(1);
        var message = ((Step.TellRoot) told.getFirst()).message();
        return message instanceof Upward.Reported(var report)
                ? new Upward.Reported(saying(report.fence(), report.status(), ""))
                : message;
    }

    Assignment deployed(WorkerId worker) {
        return ((Downward.Deploy) toldWorker(worker, Downward.Deploy.class)).assignment();
    }

    Fence stopped(WorkerId worker) {
        return ((Downward.Stop) toldWorker(worker, Downward.Stop.class)).fence();
    }

    Verdict judged(WorkerId worker) {
        return ((Downward.Judged) toldWorker(worker, Downward.Judged.class)).verdict();
    }

    private Downward toldWorker(WorkerId worker, Class<? extends Downward> type) {
        var told = steps.stream()
                .filter(step -> step instanceof Step.TellWorker(var to, var message)
                        && to.equals(worker)
                        && type.isInstance(message))
                .toList();
        assertThat(told)
                .as("%s to %s in %s", type.getSimpleName(), worker, steps)
                .hasSize(1);
        return ((Step.TellWorker) told.getFirst()).message();
    }

    static InstanceCommand assign(long assignment) {
        return new InstanceCommand.Assign(new Assignment(INSTANCE, fence(assignment, 0, 0), descriptor(false, 0), 0));
    }

    static InstanceCommand ranked(long assignment, long placement, WorkerId... workers) {
        var ids = Arrays.stream(workers).map(WorkerId::value).toList();
        var lines = ids.stream()
                .map(id -> new Placement.Line(id, "name-" + id, "", "1.0"))
                .toList();
        var placement1 = workers.length == 0
                ? new Placement(List.of(), List.of(), Status.NO_WORKER_CAPACITY, "nothing fits")
                : new Placement(ids, lines, Status.NODE_SCHEDULED, "fits");
        return new InstanceCommand.Ranked(fence(assignment, placement, 0), placement1);
    }

    static InstanceCommand granted(WorkerId worker, long assignment, long placement) {
        return new InstanceCommand.ReserveAnswered(
                next(worker), fence(assignment, placement, 0), Optional.empty(), List.of(), List.of());
    }

    static InstanceCommand refused(WorkerId worker, long assignment, long placement, WorkerId... rest) {
        return new InstanceCommand.ReserveAnswered(
                next(worker),
                fence(assignment, placement, 0),
                Optional.of("full"),
                Arrays.stream(rest).map(InstanceStory::next).toList(),
                List.of());
    }

    static InstanceCommand report(WorkerId worker, long assignment, long placement, long run, Status status) {
        return new InstanceCommand.Reported(worker, saying(fence(assignment, placement, run), status, ""));
    }

    static InstanceCommand judge(WorkerId worker, long assignment, long placement, long run) {
        return new InstanceCommand.Judge(
                worker, new Actual(INSTANCE, fence(assignment, placement, run), Status.RUNNING));
    }

    static Report saying(Fence fence, Status status, String detail) {
        return new Report(INSTANCE, fence, status, StatusDetail.of(detail), Optional.empty());
    }

    static Upward reported(long assignment, long placement, long run, Status status) {
        return new Upward.Reported(saying(fence(assignment, placement, run), status, ""));
    }

    static Seek.Next next(WorkerId worker) {
        return new Seek.Next(worker, "name-" + worker);
    }

    static Fence fence(long assignment, long placement, long run) {
        return new Fence(assignment, placement, run);
    }

    static WorkerId worker(int number) {
        return new WorkerId("%024x".formatted(number));
    }

    static ServiceDescriptor descriptor(boolean oneShot, int retries) {
        return oneShot ? Descriptors.oneShot(retries) : Descriptors.service();
    }
}
