package holm.runtimes.container;

import holm.domain.InstanceId;
import holm.domain.Virtualization;
import holm.domain.message.Usage;
import holm.domain.network.NetworkNeed;
import holm.runtimes.Exit;
import holm.runtimes.Launch;
import holm.runtimes.LogStore;
import holm.runtimes.Probe;
import holm.runtimes.RunNames;
import holm.runtimes.Running;
import holm.runtimes.Runtime;
import holm.runtimes.RuntimeFailure;
import holm.runtimes.log.EngineLogFormat;
import holm.runtimes.log.LogCollector;
import holm.runtimes.log.SegmentStore;
import holm.runtimes.process.Cgroup;
import holm.runtimes.process.Cgroups;
import holm.runtimes.process.ProcessStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs instances as containers of Podman (a service of Holm's own by default) or Docker. The engine creates, starts and removes;
 * ends are seen at the process, use is read from its cgroup, and logs from the engine's file, so none of that depends on a
 * connection to the engine.
 */
public final class ContainerRuntime implements Runtime {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerRuntime.class);

    /** A busy engine needs seconds to learn from its supervisor how a process ended; longer means that it never will. */
    private static final Duration EXIT_PATIENCE = Duration.ofSeconds(10);

    /** Without a supervisor only what it wrote just before can still come. */
    private static final Duration ORPHAN_PATIENCE = Duration.ofSeconds(2);

    private static final Duration ASK_EVERY = Duration.ofMillis(20);

    /** After SIGKILL only a process in uninterruptible sleep is still there. */
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(30);

    /** 128 + SIGKILL. */
    private static final int KILLED = 137;

    private final Clock clock = Clock.systemUTC();
    private final ContainerSettings settings;
    private final EngineFiles files;
    private final SegmentStore logs;
    private final LogCollector collector;
    private final ProcessWatch watch = new ProcessWatch();
    private final ConcurrentMap<String, ContainerProcess> processes = new ConcurrentHashMap<>();
    private volatile @Nullable Ready ready;

    /** What is there once the engine was found. */
    private record Ready(
            EngineSetup setup, Containers containers, Images images, ImageCollector imageCollector, Cgroups cgroups) {}

    public ContainerRuntime(ContainerSettings settings) {
        this.settings = settings;
        this.files = EngineFiles.of(settings.state());
        this.logs = new SegmentStore(settings.state().resolve("logs"), settings.logs());
        this.collector = new LogCollector(logs);
    }

    @Override
    public Virtualization virtualization() {
        return Virtualization.CONTAINER;
    }

    @Override
    public NetworkNeed network() {
        return new NetworkNeed.Namespace();
    }

    @Override
    public synchronized Probe probe() {
        var found = ready;
        if (found != null) {
            return found.setup.ready();
        }
        try {
            var cgroups = Cgroups.ofThisMachine();
            Files.createDirectories(files.containerLogs());
            var setup = EngineSetup.find(settings, cgroups);
            var images = new Images(
                    setup.engine(), settings, ImageLedger.open(settings.state().resolve("images.json"), clock));
            var imageCollector = new ImageCollector(
                    setup.engine(), images, settings.images(), setup.service().isPresent(), clock);
            ready = new Ready(
                    setup,
                    new Containers(setup.engine(), files.keeper(), setup.isPodman()),
                    images,
                    imageCollector,
                    cgroups);
            imageCollector.start();
            return setup.ready();
        } catch (RuntimeFailure missing) {
            return new Probe.Unavailable(missing.getMessage());
        } catch (IOException unreadable) {
            return new Probe.Unavailable(
                    "/proc or %s cannot be used: %s".formatted(settings.state(), unreadable.getMessage()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Probe.Unavailable("the search for a container engine was interrupted");
        }
    }

    @Override
    public String fetch(String code, Consumer<String> progress) throws RuntimeFailure, InterruptedException {
        return ready().images.fetch(code, progress);
    }

    @Override
    public Running launch(Launch launch) throws RuntimeFailure, InterruptedException {
        var engine = ready();
        var code = launch.assignment().descriptor().code();
        var image = engine.images
                .find(code)
                .orElseThrow(() -> new RuntimeFailure("the image %s is not here".formatted(code), true));
        var log = ownLog(RunNames.handle(launch.assignment().instance(), launch.fence()));
        try {
            var found = engine.containers.start(launch, image, log);
            watchOver(found);
            return found.running();
        } catch (RuntimeFailure failed) {
            engine.images.forget(code);
            throw failed;
        }
    }

    @Override
    public List<Running> adopt() throws RuntimeFailure, InterruptedException {
        var adopted = new ArrayList<Running>();
        for (var found : ready().containers.all()) {
            watchOver(found);
            adopted.add(found.running());
        }
        return List.copyOf(adopted);
    }

    @Override
    public Exit await(Running running) throws RuntimeFailure, InterruptedException {
        var process = process(running.handle());
        var outOfMemory = process.isPresent() && join(process.get().end());
        var supervised = process.isPresent() && process.get().hasSupervisor();
        var exit = exit(running.handle(), outOfMemory, supervised);
        collector.finish(running.handle());
        return exit;
    }

    @Override
    public void stop(Running running, Duration grace) throws RuntimeFailure, InterruptedException {
        var process = process(running.handle());
        if (process.isEmpty() || process.get().end().isDone()) {
            return;
        }
        var containers = ready().containers;
        containers.kill(running.handle(), "SIGTERM");
        if (!endsWithin(process.get().end(), grace)) {
            containers.kill(running.handle(), "SIGKILL");
            if (!endsWithin(process.get().end(), KILL_PATIENCE)) {
                throw new RuntimeFailure(
                        "%s does not even end by SIGKILL: it waits inside the kernel".formatted(running.handle()),
                        true);
            }
        }
    }

    @Override
    public void remove(Running running) throws RuntimeFailure, InterruptedException {
        var engine = ready();
        engine.containers.remove(running.handle());
        engine.images.used(running.assignment().descriptor().code());
        collector.finish(running.handle());
        ownLog(running.handle()).ifPresent(Containers::deleteLog);
        processes.remove(running.handle());
    }

    @Override
    public Optional<Usage> usage(Running running) {
        var process = processes.get(running.handle());
        var engine = ready;
        if (process == null || engine == null || !process.isAlive()) {
            return Optional.empty();
        }
        var instance = running.assignment().instance();
        return process.cgroup()
                .flatMap(Cgroup::sample)
                .map(sample -> new Usage(
                        instance,
                        process.meter().percent(System.nanoTime(), sample.cpuNanos()),
                        sample.memoryBytes(),
                        process.disk()
                                .bytes(() ->
                                        engine.containers.writableBytes(running.handle()) + logs.bytes(instance))));
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
    public synchronized void close() {
        watch.close();
        collector.close();
        logs.close();
        var found = ready;
        ready = null;
        if (found == null) {
            return;
        }
        found.imageCollector.close();
        found.setup.service().ifPresent(PodmanService::close);
        try {
            found.setup.engine().close();
        } catch (IOException left) {
            LOG.warn("a connection to the container engine could not be closed: {}", left.getMessage());
        }
    }

    private Ready ready() throws RuntimeFailure {
        var found = ready;
        if (found == null) {
            throw new RuntimeFailure("this worker has no container engine now", true);
        }
        return found;
    }

    private void watchOver(Containers.Found found) throws RuntimeFailure {
        var running = found.running();
        var engine = ready();
        collector.add(
                running.handle(),
                running.assignment().instance(),
                running.fence(),
                Path.of(found.logPath()),
                engine.setup.isPodman() ? EngineLogFormat.K8S_FILE : EngineLogFormat.JSON_FILE);
        processes.computeIfAbsent(running.handle(), handle -> {
            var startTicks = running.ended() ? Optional.<Long>empty() : ProcessStat.startTicks(found.pid());
            return startTicks
                    .map(ticks ->
                            ContainerProcess.alive(new ProcessStat.Identity(found.pid(), ticks), watch, engine.cgroups))
                    .orElseGet(ContainerProcess::ended);
        });
    }

    /** @return the process of this run, asked from the engine when it is not known yet; empty when the engine knows no such run */
    private Optional<ContainerProcess> process(String handle) throws RuntimeFailure, InterruptedException {
        if (!processes.containsKey(handle)) {
            var found = ready().containers.find(handle);
            if (found.isPresent()) {
                watchOver(found.get());
            }
        }
        return Optional.ofNullable(processes.get(handle));
    }

    private Exit exit(String handle, boolean outOfMemory, boolean supervised)
            throws RuntimeFailure, InterruptedException {
        var since = System.nanoTime();
        while (true) {
            var found = ready().containers.find(handle);
            if (found.isEmpty()) {
                return Exit.unknown("was removed from the container engine by somebody else");
            }
            if (Containers.isForgotten(found.get())) {
                return Exit.unknown("ended with the machine, which was restarted");
            }
            if (!Containers.isUndecided(found.get())) {
                var wasKilled = found.get().exitStatus() == KILLED;
                return Exit.ofStatus(
                        found.get().exitStatus(),
                        outOfMemory
                                || found.get().outOfMemory()
                                || (wasKilled
                                        && KernelLog.tellsOfOutOfMemory(
                                                found.get().id())));
            }
            if (System.nanoTime() - since > (supervised ? EXIT_PATIENCE : ORPHAN_PATIENCE).toNanos()) {
                return Exit.unknown("ended together with its supervisor, so nobody knows how");
            }
            Thread.sleep(ASK_EVERY);
        }
    }

    private Optional<Path> ownLog(String handle) throws RuntimeFailure {
        return ready().setup.isPodman() ? Optional.of(files.containerLog(handle)) : Optional.empty();
    }

    private static boolean join(CompletableFuture<Boolean> end) throws RuntimeFailure, InterruptedException {
        try {
            return end.get();
        } catch (CancellationException | ExecutionException closed) {
            throw new RuntimeFailure("the container runtime of this worker was closed", true, closed);
        }
    }

    private static boolean endsWithin(CompletableFuture<Boolean> end, Duration patience)
            throws RuntimeFailure, InterruptedException {
        try {
            end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (CancellationException | ExecutionException closed) {
            throw new RuntimeFailure("the container runtime of this worker was closed", true, closed);
        }
    }
}
