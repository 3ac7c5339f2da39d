package holm.runtimes.process;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cgroup that Holm makes, limits and removes itself, as a container engine does for its own. It stands at the top of the
 * hierarchy, beside that of systemd's units: it outlives the worker.
 *
 * @param name one path element, the same after every restart of the worker
 */
public record OwnCgroup(Cgroups machine, String name) {
    private static final Logger LOG = LoggerFactory.getLogger(OwnCgroup.class);

    /** So that an operator sees whose they are. */
    private static final String PARENT = "holm";

    private static final List<String> CONTROLLERS = List.of("cpu", "cpuacct", "memory", "pids");

    /** Makes it, with its limits. Nothing is left when it throws. */
    public void create(CgroupLimits limits) throws IOException {
        try {
            machine.unified().ifPresent(OwnCgroup::delegate);
            for (var directory : directories()) {
                Files.createDirectories(directory);
            }
            if (machine.unified().isPresent()) {
                writeUnified(limits);
            } else {
                writeVersion1(limits);
            }
        } catch (IOException refused) {
            remove();
            throw refused;
        }
    }

    /** @return the files that a process writes 0 to, to move itself in here; see cgroups(7) */
    public List<Path> doors() {
        return directories().stream()
                .map(directory -> directory.resolve("cgroup.procs"))
                .toList();
    }

    /** @return how its use is read */
    public Cgroup meter() {
        return machine.unified().isPresent()
                ? new Cgroup(true, unified(), unified())
                : new Cgroup(false, version1("cpuacct"), version1("memory"));
    }

    /** @return whether it is gone; false while the kernel still takes one of its processes down */
    public boolean remove() {
        var gone = true;
        for (var directory : directories()) {
            try {
                Files.deleteIfExists(directory);
            } catch (IOException busy) {
                LOG.debug("the cgroup {} cannot be removed: {}", directory, busy.getMessage());
                gone = false;
            }
        }
        return gone;
    }

    /** Removes what all of them stand in, where no other worker's stand: the kernel takes no group away that holds another one. */
    public static void removeParents(Cgroups machine) {
        mounts(machine).map(mount -> mount.resolve(PARENT)).forEach(parent -> {
            try {
                Files.deleteIfExists(parent);
            } catch (IOException used) {
                LOG.debug("the cgroup {} stays: {}", parent, used.getMessage());
            }
        });
    }

    private static Stream<Path> mounts(Cgroups machine) {
        return machine.unified().isPresent()
                ? machine.unified().stream()
                : CONTROLLERS.stream()
                        .map(controller ->
                                Optional.ofNullable(machine.controllers().get(controller)))
                        .flatMap(Optional::stream)
                        .distinct();
    }

    private List<Path> directories() {
        return machine.unified().isPresent()
                ? List.of(unified())
                : CONTROLLERS.stream().map(this::version1).distinct().toList();
    }

    private Path unified() {
        return machine.unified().orElseThrow().resolve(PARENT).resolve(name);
    }

    private Path version1(String controller) {
        var mount = machine.controllers().get(controller);
        if (mount == null) {
            throw new IllegalStateException("this machine has no cgroup controller " + controller);
        }
        return mount.resolve(PARENT).resolve(name);
    }

    /** Version 2 hands controllers down by level. A refusal shows when a limit is written. */
    private static void delegate(Path top) {
        for (var level : List.of(top, top.resolve(PARENT))) {
            try {
                Files.createDirectories(level);
                write(level, "cgroup.subtree_control", "+cpu +memory +pids");
            } catch (IOException refused) {
                LOG.debug("controllers are not handed down by {}: {}", level, refused.getMessage());
            }
        }
    }

    private void writeUnified(CgroupLimits limits) throws IOException {
        var values = Map.of(
                "memory.max", Long.toString(limits.memoryBytes()),
                "cpu.max", limits.quotaMicros() + " " + CgroupLimits.PERIOD_MICROS,
                "cpu.weight", Long.toString(limits.weight()),
                "pids.max", Long.toString(limits.processes()));
        for (var value : values.entrySet()) {
            write(unified(), value.getKey(), value.getValue());
        }
        writeIfThere(unified(), "memory.swap.max", "0");
    }

    private void writeVersion1(CgroupLimits limits) throws IOException {
        write(version1("memory"), "memory.limit_in_bytes", Long.toString(limits.memoryBytes()));
        // Only there when the kernel counts swap.
        writeIfThere(version1("memory"), "memory.memsw.limit_in_bytes", Long.toString(limits.memoryBytes()));
        write(version1("cpu"), "cpu.cfs_period_us", Long.toString(CgroupLimits.PERIOD_MICROS));
        write(version1("cpu"), "cpu.cfs_quota_us", Long.toString(limits.quotaMicros()));
        write(version1("cpu"), "cpu.shares", Long.toString(limits.shares()));
        write(version1("pids"), "pids.max", Long.toString(limits.processes()));
    }

    private static void writeIfThere(Path directory, String file, String value) throws IOException {
        if (Files.exists(directory.resolve(file))) {
            write(directory, file, value);
        }
    }

    private static void write(Path directory, String file, String value) throws IOException {
        try {
            Files.writeString(directory.resolve(file), value);
        } catch (NoSuchFileException missing) {
            throw new IOException("this machine's cgroups have no " + file, missing);
        } catch (FileSystemException refused) {
            throw refused;
        } catch (IOException refused) {
            throw new IOException(
                    "%s/%s does not take %s: %s".formatted(directory, file, value, refused.getMessage()), refused);
        }
    }
}
