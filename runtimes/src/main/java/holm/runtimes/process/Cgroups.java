package holm.runtimes.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Where cgroup controllers are mounted on this machine, and what they say about a process. Version 1, version 2 and both beside
 * each other, see cgroups(7).
 *
 * @param unified mount point of version 2, when it carries the memory controller
 * @param controllers mount points of version 1 by controller
 */
public record Cgroups(Optional<Path> unified, Map<String, Path> controllers) {
    private static final Pattern MOUNT = Pattern.compile("\\S+ \\S+ \\S+ (\\S+) (\\S+) .* - (cgroup2?) \\S+ (\\S+)");

    public static Cgroups ofThisMachine() throws IOException {
        return parse(Files.readAllLines(Path.of("/proc/self/mountinfo")), path -> {
            try {
                return Files.readString(path.resolve("cgroup.controllers")).contains("memory");
            } catch (IOException none) {
                return false;
            }
        });
    }

    public static Cgroups parse(List<String> mounts, Predicate<Path> hasMemory) {
        var controllers = new HashMap<String, Path>();
        var unified = Optional.<Path>empty();
        for (var line : mounts) {
            var mount = MOUNT.matcher(line);
            if (!mount.matches()) {
                continue;
            }
            var point = Path.of(mount.group(2));
            if (mount.group(3).equals("cgroup2")) {
                unified = hasMemory.test(point) ? Optional.of(point) : unified;
            } else {
                List.of(mount.group(4).split(",", -1)).forEach(option -> controllers.put(option, point));
            }
        }
        return new Cgroups(unified, Map.copyOf(controllers));
    }

    /** @return {@code v1} or {@code v2} */
    public String version() {
        return unified.isPresent() ? "v2" : "v1";
    }

    /** @return whether version 2 is mounted beside version 1, which crun before 1.9 refuses */
    public static boolean isHybrid() {
        return Files.exists(Path.of("/sys/fs/cgroup/unified/cgroup.procs"));
    }

    /** @return the cgroup of this process; empty when the process has ended */
    public Optional<Cgroup> of(long pid) {
        try {
            var paths = new HashMap<String, String>();
            for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "cgroup"))) {
                var parts = line.split(":", 3);
                List.of(parts[1].split(",", -1)).forEach(controller -> paths.put(controller, parts[2]));
            }
            if (unified.isPresent()) {
                var group = at(unified.get(), paths.getOrDefault("", "/"));
                return Optional.of(new Cgroup(true, group, group));
            }
            return Optional.of(new Cgroup(false, version1("cpuacct", paths), version1("memory", paths)));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException ended) {
            return Optional.empty();
        }
    }

    private Path version1(String controller, Map<String, String> paths) {
        var mount = controllers.get(controller);
        var path = paths.get(controller);
        if (mount == null || path == null) {
            throw new IllegalArgumentException("no cgroup controller " + controller);
        }
        return at(mount, path);
    }

    private static Path at(Path mount, String path) {
        return mount.resolve(path.substring(1));
    }
}
