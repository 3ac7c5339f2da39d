package holm.worker.runner;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Status;
import holm.domain.message.Report;
import holm.domain.message.Whereabouts;
import holm.overlay.Attachment;
import holm.runtimes.Running;
import holm.runtimes.Runtime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The shell of a {@link RunnerState}: does on virtual threads what the state says, one piece after the other. Stopping the actor
 * stops nothing that runs.
 */
public final class InstanceRunner extends AbstractBehavior<InstanceRunner.Command> {
    /** More would fill links and rows with what nobody can read. */
    private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(1);

    private final InstanceId instance;
    private final RunnerSurroundings surroundings;
    private final RunnerWork work;
    private final ActorRef<RunnerNews> agent;
    private final TimerScheduler<Command> timers;
    private final List<Thread> waits = new ArrayList<>();
    private RunnerState state;
    private Thread working = Thread.ofVirtual().unstarted(() -> {});
    private long heard;
    private long progressAtMillis;
    private boolean isAdopting;

    /** What it is told. */
    public sealed interface Command {
        /** By the agent. */
        record FromAgent(RunnerInput input) implements Command {}

        /** By its own work. */
        record FromWork(RunnerInput input) implements Command {}
    }

    private InstanceRunner(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            InstanceId instance,
            Fence stopped,
            RunnerSurroundings surroundings,
            ActorRef<RunnerNews> agent) {
        super(context);
        this.timers = timers;
        this.instance = instance;
        this.surroundings = surroundings;
        this.work = new RunnerWork(instance, surroundings);
        this.agent = agent;
        this.state = RunnerState.fresh(stopped);
    }

    /** @param stopped up to which placement the instance was stopped before; {@link Fence#NONE} when it never was */
    public static Behavior<Command> create(
            InstanceId instance, Fence stopped, RunnerSurroundings surroundings, ActorRef<RunnerNews> agent) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new InstanceRunner(context, timers, instance, stopped, surroundings, agent)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Command.FromAgent.class, command -> {
                    heard++;
                    return perform(command.input());
                })
                .onMessage(Command.FromWork.class, command -> perform(command.input()))
                .onSignal(PostStop.class, _ -> {
                    waits.forEach(Thread::interrupt);
                    working.interrupt();
                    surroundings.samplers().remove(instance);
                    return this;
                })
                .build();
    }

    private Behavior<Command> perform(RunnerInput input) {
        if (input instanceof RunnerInput.Progress && !isProgressDue()) {
            return this;
        }
        isAdopting = input instanceof RunnerInput.Adopt;
        var step = state.on(input);
        state = step.next();
        sample();
        step.outputs().forEach(this::perform);
        return this;
    }

    private void perform(RunnerOutput output) {
        switch (output) {
            case RunnerOutput.Fetch(var descriptor) ->
                onRuntime(runtime -> () -> work.fetch(runtime, descriptor, this::progress));
            case RunnerOutput.Attach(var assignment) -> {
                var self = getContext().getSelf();
                onRuntime(runtime ->
                        () -> work.attach(runtime, assignment, news -> self.tell(new Command.FromWork(news))));
            }
            case RunnerOutput.Launch(var assignment, var fence) -> {
                var attachment = state.attachment();
                onRuntime(runtime -> () -> work.launch(runtime, assignment, fence, attachment));
            }
            case RunnerOutput.Await(var running) -> await(running);
            case RunnerOutput.Interrupt() -> working.interrupt();
            case RunnerOutput.InterruptLaunch() ->
                runtime().filter(Runtime::mayBeInterruptedAtLaunch).ifPresent(_ -> working.interrupt());
            case RunnerOutput.TakeDown(var runs, var forget) -> {
                var runtime = runtime();
                start(() -> work.takeDown(runtime, runs, forget));
            }
            case RunnerOutput.RemoveEnded(var runs) ->
                runtime().ifPresent(runtime -> Thread.ofVirtual().start(() -> work.remove(runtime, runs)));
            case RunnerOutput.GiveNetworkBack() -> Thread.ofVirtual().start(work::giveNetworkBack);
            case RunnerOutput.Pause(var length) ->
                timers.startSingleTimer(new Command.FromWork(new RunnerInput.PauseOver()), length);
            case RunnerOutput.Report(var fence, var status, var detail) ->
                agent.tell(new RunnerNews.Reported(
                        new Report(instance, fence, status, detail, whereabouts(status)), isAdopting));
            case RunnerOutput.ReportAgain() -> agent.tell(new RunnerNews.ReportAgain(instance));
            case RunnerOutput.Refuse(var fence, var reasons) ->
                agent.tell(new RunnerNews.Refused(instance, fence, reasons));
            case RunnerOutput.ConfirmStopped(var fence) -> agent.tell(new RunnerNews.Stopped(instance, fence));
            case RunnerOutput.CountOlder(var fence) -> agent.tell(new RunnerNews.Older(instance, fence));
            case RunnerOutput.Finish() -> agent.tell(new RunnerNews.Finished(instance, heard));
        }
    }

    /** A piece of work that needs the runtime of this instance. */
    @FunctionalInterface
    private interface RuntimeWork {
        Supplier<RunnerInput> with(Runtime runtime);
    }

    private void onRuntime(RuntimeWork piece) {
        runtime()
                .ifPresentOrElse(
                        runtime -> start(piece.with(runtime)),
                        () -> getContext()
                                .getSelf()
                                .tell(new Command.FromWork(new RunnerInput.Failed(
                                        "this worker cannot run %s now"
                                                .formatted(virtualization().orElse("it")),
                                        false,
                                        true))));
    }

    private Optional<Runtime> runtime() {
        return state.wanted()
                .flatMap(assignment -> Optional.ofNullable(
                        surroundings.runtimes().get(assignment.descriptor().virtualization())));
    }

    private Optional<String> virtualization() {
        return state.wanted()
                .map(assignment -> assignment.descriptor().virtualization().name());
    }

    private void start(Supplier<RunnerInput> piece) {
        var self = getContext().getSelf();
        working = Thread.ofVirtual().name("run-" + instance).start(() -> self.tell(new Command.FromWork(piece.get())));
    }

    private void await(Running running) {
        var self = getContext().getSelf();
        waits.removeIf(thread -> !thread.isAlive());
        runtime()
                .ifPresent(runtime -> waits.add(Thread.ofVirtual()
                        .name("await-" + instance)
                        .start(() -> work.await(runtime, running)
                                .ifPresent(ended -> self.tell(new Command.FromWork(ended))))));
    }

    /** Called by the fetching thread. */
    private void progress(String line) {
        getContext().getSelf().tell(new Command.FromWork(new RunnerInput.Progress(line)));
    }

    private boolean isProgressDue() {
        var now = surroundings.clock().millis();
        if (now - progressAtMillis < BETWEEN_PROGRESS.toMillis()) {
            return false;
        }
        progressAtMillis = now;
        return true;
    }

    private void sample() {
        if (state.stage() instanceof Stage.Up(var running)) {
            runtime().ifPresent(runtime -> surroundings.samplers().put(instance, () -> runtime.usage(running)));
        } else {
            surroundings.samplers().remove(instance);
        }
    }

    /** @return nothing for what was found before this worker knew whose it is: whoever it belongs to asks later */
    private Optional<Whereabouts> whereabouts(Status status) {
        var started = state.stage() instanceof Stage.Up(var running) && status == Status.RUNNING
                ? Optional.of(running.startedAtMillis())
                : Optional.<Long>empty();
        return surroundings
                .whose()
                .get()
                .map(whose -> new Whereabouts(
                        whose.workerId(),
                        surroundings.workerName(),
                        surroundings.workerAddress(),
                        state.attachment().map(Attachment::addresses).orElse(List.of()),
                        started));
    }
}
