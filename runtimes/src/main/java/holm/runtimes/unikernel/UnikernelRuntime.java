package holm.runtimes.unikernel;

import holm.domain.InstanceId;
import holm.domain.Virtualization;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.message.Usage;
import holm.domain.network.NetworkNeed;
import holm.runtimes.Exit;
import holm.runtimes.Launch;
import holm.runtimes.LogStore;
import holm.runtimes.Probe;
import holm.runtimes.Running;
import holm.runtimes.Runtime;
import holm.runtimes.RuntimeFailure;
import holm.runtimes.log.EngineLogFormat;
import holm.runtimes.log.LogCollector;
import holm.runtimes.log.SegmentStore;
import holm.runtimes.process.Cgroups;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs instances as virtual machines of QEMU. Each has a process of its own that outlives the worker, a state directory that says
 * everything about it, and a console whose file becomes the instance's log. Nothing is kept in memory that is not there, too.
 */
public final class UnikernelRuntime implements Runtime {
    static final String CACHE = "cache";
    static final String RUNS = "runs";
    private static final String LOGS = "logs";

    /** The word by which a scheduler prefers this worker to one that translates. */
    private static final String KVM_CAPABILITY = "unikernel-kvm";

    /** Beside the collection at each fetch: what is in use at that time may be free soon after. */
    private static final Duration COLLECT_EVERY = Duration.ofMinutes(1);

    private final Clock clock = Clock.systemUTC();
    private final UnikernelSettings settings;
    private final SegmentStore logs;
    private final LogCollector collector;
    private volatile @Nullable Ready ready;
    private volatile boolean closed;

    /** What is there once QEMU was found. */
    private record Ready(Hypervisor hypervisor, KernelCache cache, Machines machines, Thread collection) {}

    public UnikernelRuntime(UnikernelSettings settings) {
        this.settings = settings;
        this.logs = new SegmentStore(settings.state().resolve(LOGS), settings.logs());
        this.collector = new LogCollector(logs);
    }

    @Override
    public Virtualization virtualization() {
        return Virtualization.UNIKERNEL;
    }

    @Override
    public NetworkNeed network() {
        return new NetworkNeed.Tap(settings.user());
    }

    @Override
    public synchronized Probe probe() {
        var found = ready;
        if (found != null) {
            return offer(found.hypervisor);
        }
        try {
            Trees.makePassable(settings.state());
            var state = settings.state().toRealPath();
            var hypervisor = new HypervisorSearch(state, settings.user()).find();
            ready = open(state, hypervisor);
            return offer(hypervisor);
        } catch (RuntimeFailure missing) {
            return new Probe.Unavailable(missing.getMessage());
        } catch (IOException unreadable) {
            return new Probe.Unavailable(
                    "/proc or %s cannot be used: %s".formatted(settings.state(), unreadable.getMessage()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Probe.Unavailable("the search for QEMU was interrupted");
        }
    }

    @Override
    public String code(ServiceDescriptor descriptor) throws RuntimeFailure {
        return CodeChoice.of(
                descriptor.code(),
                descriptor.architectures(),
                ready().hypervisor.architecture());
    }

    @Override
    public String fetch(String code, Consumer<String> progress) throws RuntimeFailure, InterruptedException {
        return ready().cache.fetch(code, progress);
    }

    @Override
    public boolean mayBeInterruptedAtLaunch() {
        return true; // what was started is taken back, and an answer at a port may be waited for in vain
    }

    @Override
    public Running launch(Launch launch) throws RuntimeFailure, InterruptedException {
        var here = ready();
        var code = code(launch.assignment().descriptor());
        var image = here.cache
                .find(code)
                .orElseThrow(() -> new RuntimeFailure("the unikernel %s is not here".formatted(code), true));
        var machine = here.machines.start(launch, image, here.hypervisor);
        try {
            collect(machine);
            new Readiness(machine, settings.readiness()).await(launch.network());
            return machine.running();
        } catch (RuntimeFailure | InterruptedException | RuntimeException failed) {
            here.machines.takeBack(machine, () -> collector.finish(machine.run().handle()));
            throw failed;
        }
    }

    @Override
    public List<Running> adopt() throws RuntimeFailure, InterruptedException {
        var adopted = new ArrayList<Running>();
        for (var machine : ready().machines.all()) {
            collect(machine);
            adopted.add(machine.running());
        }
        return List.copyOf(adopted);
    }

    @Override
    public Exit await(Running running) throws RuntimeFailure, InterruptedException {
        var machine = ready().machines.find(running.handle());
        var exit = machine.isPresent()
                ? machine.get().awaitEnd(() -> closed)
                : Exit.unknown("was removed by somebody else");
        collector.finish(running.handle());
        return exit;
    }

    @Override
    public void stop(Running running, Duration grace) throws RuntimeFailure, InterruptedException {
        var machine = ready().machines.find(running.handle());
        if (machine.isPresent()) {
            machine.get().stop(grace);
        }
    }

    @Override
    public void remove(Running running) throws RuntimeFailure, InterruptedException {
        var here = ready();
        var machine = here.machines.find(running.handle());
        if (machine.isPresent()) {
            machine.get().switchOff();
            collector.finish(running.handle());
            here.machines.erase(machine.get());
            here.cache.used(machine.get().run().digest());
        }
    }

    @Override
    public Optional<Usage> usage(Running running) {
        var here = ready;
        return here == null
                ? Optional.empty()
                : here.machines
                        .find(running.handle())
                        .flatMap(machine ->
                                machine.usage(logs.bytes(running.assignment().instance())));
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
        closed = true;
        collector.close();
        logs.close();
        var found = ready;
        ready = null;
        if (found != null) {
            found.collection.interrupt();
            found.cache.close();
            found.machines.close();
        }
    }

    private Ready open(Path state, Hypervisor hypervisor) throws IOException, RuntimeFailure {
        var machines = new Machines(state.resolve(RUNS), settings.user(), Cgroups.ofThisMachine(), clock);
        machines.all(); // what runs is known before anything is collected
        var cache = new KernelCache(settings, hypervisor.architecture(), state.resolve(CACHE), machines::images, clock);
        var collection = Thread.ofVirtual().name("unikernel-collection").start(() -> collectNowAndThen(cache));
        return new Ready(hypervisor, cache, machines, collection);
    }

    private static Probe.Ready offer(Hypervisor hypervisor) {
        return new Probe.Ready(
                Set.of(hypervisor.architecture().word()),
                hypervisor.hasKvm() ? Set.of(KVM_CAPABILITY) : Set.of(),
                Map.of(
                        "hypervisor",
                        "qemu " + hypervisor.version(),
                        "acceleration",
                        hypervisor.hasKvm() ? "kvm" : "tcg"));
    }

    private Ready ready() throws RuntimeFailure {
        var found = ready;
        if (found == null) {
            throw new RuntimeFailure("this worker runs no unikernels now", true);
        }
        return found;
    }

    /** Its output becomes the instance's log, also when it does not get far. */
    private void collect(Machine machine) {
        var run = machine.run();
        collector.add(
                run.handle(),
                run.assignment().instance(),
                run.fence(),
                machine.directory().console(),
                EngineLogFormat.CONSOLE);
    }

    private static void collectNowAndThen(KernelCache cache) {
        try {
            while (true) {
                Thread.sleep(COLLECT_EVERY);
                cache.collect();
            }
        } catch (InterruptedException closed) {
            return;
        }
    }
}
