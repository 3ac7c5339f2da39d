package holm.runtimes.unikernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.network.InstanceNetwork;
import holm.runtimes.Launch;
import holm.runtimes.RunNames;
import holm.runtimes.RuntimeFailure;
import holm.runtimes.process.CgroupLimits;
import holm.runtimes.process.Cgroups;
import holm.runtimes.process.OwnCgroup;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs of this worker: one directory for each, under a short name that is the same for the same run. Safe for many threads. */
final class Machines {
    private static final Logger LOG = LoggerFactory.getLogger(Machines.class);

    /** From a run's directory to its image; see {@link RunDirectory} on relative names. */
    private static final String IMAGES = "../../" + UnikernelRuntime.CACHE + "/";

    /** QEMU has some ten threads and up to 64 more while its guest reads files. */
    private static final int MOST_THREADS = 512;

    /** Where sockets are found by a name that fits into 107 bytes, whatever the state directory is called; see unix(7). */
    private static final Path SHORT_NAMES = Path.of("/run/holm");

    private final Path directory;
    private final Path shortName;
    private final String keeper;
    private final int user;
    private final Cgroups cgroups;
    private final Clock clock;
    private final ConcurrentMap<String, Machine> known = new ConcurrentHashMap<>();

    /** @param directory of its own, made when missing, without links in it */
    Machines(Path directory, int user, Cgroups cgroups, Clock clock) throws IOException {
        this.directory = directory;
        this.user = user;
        this.cgroups = cgroups;
        this.clock = clock;
        this.keeper = digest(directory.toString()).substring(0, 12);
        this.shortName = SHORT_NAMES.resolve("vm-" + keeper);
        Trees.makePassable(directory);
        Files.createDirectories(SHORT_NAMES);
        Files.deleteIfExists(shortName);
        Files.createSymbolicLink(shortName, directory);
    }

    /** Starts one; nothing is left when it throws. */
    Machine start(Launch launch, Image image, Hypervisor hypervisor) throws RuntimeFailure, InterruptedException {
        var run = new KeptRun(
                launch.installation().value(),
                launch.workerId(),
                launch.assignment(),
                launch.fence(),
                clock.millis(),
                image.digest());
        var command = command(run, launch.network(), image, hypervisor);
        var machine = machine(run);
        if (known.putIfAbsent(run.handle(), machine) != null) {
            throw new RuntimeFailure(run.handle() + " was launched before", false);
        }
        try {
            machine.directory().create(user);
            machine.directory().keep(run);
            var cgroup = cgroup(run);
            cgroup.create(limits(launch));
            var kvmGroup = hypervisor.hasKvm() ? HypervisorSearch.kvmGroup() : Optional.<Integer>empty();
            Supervisor.start(machine.directory(), cgroup.doors(), command.write(user, kvmGroup));
            return machine;
        } catch (FileAlreadyExistsException twice) {
            known.remove(run.handle());
            throw new RuntimeFailure(run.handle() + " was launched before", false, twice);
        } catch (IOException failed) {
            takeBack(machine, () -> {});
            throw new RuntimeFailure("QEMU cannot be started: " + failed.getMessage(), true, failed);
        }
    }

    /** @return all that this worker had started; what a killed worker had only begun to start is removed */
    List<Machine> all() throws RuntimeFailure {
        var found = new ArrayList<Machine>();
        try (var paths = Files.newDirectoryStream(directory)) {
            for (var path : paths) {
                find(path).ifPresent(found::add);
            }
            return found;
        } catch (IOException unreadable) {
            throw new RuntimeFailure(
                    "%s cannot be read: %s".formatted(directory, unreadable.getMessage()), true, unreadable);
        }
    }

    Optional<Machine> find(String handle) {
        return Optional.ofNullable(known.get(handle));
    }

    void erase(Machine machine) throws InterruptedException {
        try {
            machine.erase();
        } finally {
            known.remove(machine.run().handle());
        }
    }

    /**
     * Ends and erases what was started in vain; a thread that is interrupted does it all the same, and is interrupted afterwards.
     *
     * @param between what is to be done while it has ended and its files are still there
     */
    void takeBack(Machine machine, Runnable between) throws RuntimeFailure, InterruptedException {
        var wasInterrupted = Thread.interrupted();
        try {
            machine.switchOff();
            between.run();
            erase(machine);
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The links to sockets are for this process; the next makes its own. */
    void close() {
        try {
            Files.deleteIfExists(shortName);
        } catch (IOException left) {
            LOG.warn("{} could not be deleted: {}", shortName, left.getMessage());
        }
    }

    /** @return digests of the images that are in use */
    Set<String> images() {
        return known.values().stream().map(machine -> machine.run().digest()).collect(Collectors.toUnmodifiableSet());
    }

    private Optional<Machine> find(Path path) throws IOException {
        var here = new RunDirectory(path);
        var isKnown = known.values().stream()
                .filter(machine -> machine.directory().equals(here))
                .findFirst();
        if (isKnown.isPresent()) {
            return isKnown;
        }
        var run = here.run();
        if (run.isEmpty()) {
            LOG.info("{} was not started and is removed", path);
            new OwnCgroup(cgroups, keeper + "-" + path.getFileName()).remove();
            Trees.delete(path);
            return Optional.empty();
        }
        return Optional.of(known.computeIfAbsent(run.get().handle(), handle -> machine(run.get())));
    }

    private Machine machine(KeptRun run) {
        var name = name(run.assignment().instance(), run.fence());
        return new Machine(
                new RunDirectory(directory.resolve(name)),
                run,
                cgroup(run),
                new Monitor(shortName.resolve(name).resolve(RunDirectory.SOCKET)));
    }

    private OwnCgroup cgroup(KeptRun run) {
        return new OwnCgroup(cgroups, keeper + "-" + name(run.assignment().instance(), run.fence()));
    }

    private static QemuCommand command(KeptRun run, InstanceNetwork network, Image image, Hypervisor hypervisor)
            throws RuntimeFailure {
        var descriptor = run.assignment().descriptor();
        return new QemuCommand(
                hypervisor,
                run.handle(),
                IMAGES + image.digest(),
                image.hasInitramfs(),
                image.shares(),
                KernelCommandLine.of(descriptor, network, image.format(), hypervisor.architecture()),
                descriptor.need().memoryMebiBytes(),
                Math.max(1, descriptor.vcpus()),
                network);
    }

    private static CgroupLimits limits(Launch launch) {
        var need = launch.assignment().descriptor().need();
        return new CgroupLimits(
                (need.memoryMebiBytes() + QemuCommand.OVERHEAD_MEBIBYTES) << 20, need.milliCpus(), MOST_THREADS);
    }

    private static String name(InstanceId instance, Fence fence) {
        return digest(RunNames.handle(instance, fence)).substring(0, 16);
    }

    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
