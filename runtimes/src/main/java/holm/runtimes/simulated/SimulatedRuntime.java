package holm.runtimes.simulated;

import holm.domain.InstanceId;
import holm.domain.Virtualization;
import holm.domain.message.Usage;
import holm.domain.network.NetworkNeed;
import holm.runtimes.Exit;
import holm.runtimes.Fetches;
import holm.runtimes.Launch;
import holm.runtimes.LogStore;
import holm.runtimes.Probe;
import holm.runtimes.RunNames;
import holm.runtimes.Running;
import holm.runtimes.Runtime;
import holm.runtimes.RuntimeFailure;
import holm.runtimes.log.LogLimits;
import holm.runtimes.log.SegmentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs nothing, quickly: for tests and benchmarks of everything above a runtime. What a run does is a function of its start
 * time and of the {@link Knobs} in its environment, so a new process adopts ten thousand runs by reading one file.
 */
public final class SimulatedRuntime implements Runtime {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedRuntime.class);

    /** A full disk is not watched more often than this. */
    private static final long RETRY_MILLIS = 1_000;

    private static final int SIGTERM = 15;
    private static final int SIGKILL = 9;

    /** A code that begins so does not exist, for tests of the way of an error. */
    private static final String MISSING = "missing";

    private final RunJournal journal;
    private final SegmentStore logs;
    private final Clock clock;
    private final Fetches fetches = new Fetches();
    private final ConcurrentMap<String, LiveRun> live = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("simulated-runs").factory());

    /**
     * @param state a directory of its own, made when missing
     * @throws IOException when the directory cannot be used
     */
    public SimulatedRuntime(Path state) throws IOException {
        this(state, Clock.systemUTC());
    }

    SimulatedRuntime(Path state, Clock clock) throws IOException {
        this.journal = new RunJournal(state);
        this.logs = new SegmentStore(state.resolve("logs"), LogLimits.DEFAULT);
        this.clock = clock;
    }

    @Override
    public Virtualization virtualization() {
        return Virtualization.SIMULATED;
    }

    @Override
    public NetworkNeed network() {
        return new NetworkNeed.Namespace();
    }

    @Override
    public Probe probe() {
        return new Probe.Ready(Set.of("amd64", "arm64"), Map.of("engine", "simulated"));
    }

    @Override
    public String fetch(String code, Consumer<String> progress) throws RuntimeFailure, InterruptedException {
        return fetches.once(
                code,
                heard -> {
                    heard.accept("simulating " + code);
                    if (code.startsWith(MISSING)) {
                        throw new RuntimeFailure(
                                "%s does not exist: the simulated runtime finds everything whose name does not begin with %s"
                                        .formatted(code, MISSING),
                                false);
                    }
                    return "sha256:" + String.format("%064x", code.hashCode());
                },
                progress);
    }

    @Override
    public Running launch(Launch launch) throws RuntimeFailure, InterruptedException {
        var assignment = launch.assignment();
        var knobs = Knobs.of(assignment.descriptor().environment());
        if (assignment.descriptor().code().startsWith(MISSING)) {
            throw new RuntimeFailure(assignment.descriptor().code() + " does not exist", false);
        }
        Thread.sleep(knobs.startDelay());
        if (knobs.startFailure().isPresent()) {
            throw new RuntimeFailure(knobs.startFailure().get(), false);
        }
        var seed = assignment.instance().hashCode() * 31L + launch.fence().hashCode();
        if (new Random(seed).nextDouble() < knobs.failureRate()) {
            throw new RuntimeFailure("this run fails to start, as SIM_FAILURE_RATE asks for", true);
        }
        var handle = RunNames.handle(assignment.instance(), launch.fence());
        var run = new LiveRun(new KeptRun(handle, assignment, launch.fence(), clock.millis(), Optional.empty()), knobs);
        if (live.putIfAbsent(handle, run) != null) {
            throw new RuntimeFailure(handle + " was launched before", false);
        }
        keep(run.kept());
        playAfter(0, run);
        return run.running(clock.millis());
    }

    @Override
    public List<Running> adopt() throws RuntimeFailure {
        var found = new ArrayList<Running>();
        for (var kept : journal.runs().values()) {
            var known = live.get(kept.handle());
            var run = known == null
                    ? new LiveRun(kept, Knobs.of(kept.assignment().descriptor().environment()))
                    : known;
            if (known == null && live.putIfAbsent(kept.handle(), run) == null) {
                playAfter(0, run);
            }
            found.add(run.running(clock.millis()));
        }
        return List.copyOf(found);
    }

    @Override
    public Exit await(Running running) throws RuntimeFailure, InterruptedException {
        try {
            return find(running).end().get();
        } catch (ExecutionException impossible) {
            throw new RuntimeFailure(
                    running.handle() + " cannot be awaited: " + impossible.getMessage(), false, impossible);
        }
    }

    @Override
    public void stop(Running running, Duration grace) throws RuntimeFailure, InterruptedException {
        var run = live.get(running.handle());
        if (run == null || run.end().isDone()) {
            return;
        }
        var signal = SIGTERM;
        if (run.knobs().ignoresTerm()) {
            signal = SIGKILL;
            try {
                run.end().get(grace.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillThere) {
                signal = SIGKILL;
            } catch (ExecutionException impossible) {
                throw new RuntimeFailure(
                        running.handle() + " cannot be stopped: " + impossible.getMessage(), false, impossible);
            }
        }
        run.writeDue(logs, clock.millis());
        logs.rest(run.instance());
        if (!run.end().isDone()) {
            keep(run.kept().stoppedAt(clock.millis(), signal));
            run.end().complete(Exit.ofStatus(128 + signal, false));
        }
    }

    @Override
    public void remove(Running running) throws RuntimeFailure {
        live.remove(running.handle());
        try {
            journal.drop(running.handle());
        } catch (IOException unwritable) {
            throw new RuntimeFailure(
                    "the state of simulated runs cannot be written: " + unwritable.getMessage(), true, unwritable);
        }
    }

    @Override
    public Optional<Usage> usage(Running running) {
        return Optional.ofNullable(live.get(running.handle()))
                .filter(run -> !run.end().isDone())
                .map(run -> new Usage(
                        run.instance(), run.knobs().cpuPercent(), run.knobs().memoryMebiBytes() << 20, 0));
    }

    @Override
    public void forget(InstanceId instance) {
        logs.forget(instance);
    }

    @Override
    public LogStore.Reader logs(InstanceId instance) {
        return logs.reader(instance);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        logs.close();
        try {
            journal.close();
        } catch (IOException unclosable) {
            throw new UncheckedIOException(unclosable);
        }
    }

    private LiveRun find(Running running) throws RuntimeFailure {
        var run = live.get(running.handle());
        if (run == null) {
            throw new RuntimeFailure(running.handle() + " is not here any more", false);
        }
        return run;
    }

    private void keep(KeptRun run) throws RuntimeFailure {
        try {
            journal.keep(run);
        } catch (IOException unwritable) {
            throw new RuntimeFailure(
                    "the state of simulated runs cannot be written: " + unwritable.getMessage(), true, unwritable);
        }
    }

    /** Does what is due now, and comes again when something is due next. */
    private void play(LiveRun run) {
        if (run.end().isDone() || timer.isShutdown()) {
            return;
        }
        var now = clock.millis();
        var more = run.writeDue(logs, now);
        if (run.isOver(now) && !more) {
            logs.rest(run.instance());
            run.end().complete(run.ownEnd());
            return;
        }
        var pause = more
                ? 1
                : Math.min(
                        untilOutput(run, now),
                        run.endsAtMillis().map(at -> at - now).orElse(Long.MAX_VALUE));
        if (pause < Long.MAX_VALUE) {
            playAfter(Math.max(1, pause), run);
        }
    }

    private void playAfter(long millis, LiveRun run) {
        var _ = timer.schedule(() -> playOrTryAgain(run), millis, TimeUnit.MILLISECONDS);
    }

    private void playOrTryAgain(LiveRun run) {
        try {
            play(run);
        } catch (UncheckedIOException unwritable) {
            LOG.warn(
                    "the log of {} cannot be written, trying again: {}",
                    run.kept().handle(),
                    unwritable.getMessage());
            playAfter(RETRY_MILLIS, run);
        }
    }

    private static long untilOutput(LiveRun run, long now) {
        if (run.knobs().output().isEmpty()) {
            return Long.MAX_VALUE;
        }
        return run.knobs()
                .outputEvery()
                .map(every -> every.toMillis() - (now - run.kept().startedAtMillis()) % every.toMillis())
                .orElse(Long.MAX_VALUE);
    }
}
