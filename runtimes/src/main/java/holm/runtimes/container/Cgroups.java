package holm.runtimes.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where cgroup controllers are mounted on this machine, and what they say about a process. Version 1, version 2 and both beside
 * each other, see cgroups(7).
 *
 * @param unified mount point of version 2, when it carries the memory controller
 * @param controllers mount points of version 1 by controller
 */
record Cgroups(Optional<Path> unified, Map<String, Path> controllers) {
    private static final Pattern MOUNT = Pattern.compile("\\S+ \\S+ \\S+ (\\S+) (\\S+) .* - (cgroup2?) \\S+ (\\S+)");

    /** @param cpuNanos used since the process's cgroup began */
    record Sample(long cpuNanos, long memoryBytes) {}

    static Cgroups ofThisMachine() throws IOException {
        return parse(Files.readAllLines(Path.of("/proc/self/mountinfo")), path -> {
            try {
                return Files.readString(path.resolve("cgroup.controllers")).contains("memory");
            } catch (IOException none) {
                return false;
            }
        });
    }

    static Cgroups parse(List<String> mounts, java.util.function.Predicate<Path> hasMemory) {
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
    String version() {
        return unified.isPresent() ? "v2" : "v1";
    }

    /** @return whether version 2 is mounted beside version 1, which crun before 1.9 refuses */
    static boolean isHybrid() {
        return Files.exists(Path.of("/sys/fs/cgroup/unified/cgroup.procs"));
    }

    /** @return what the cgroup of this process uses; empty when the process has ended */
    Optional<Sample> sample(long pid) {
        try {
            var paths = new HashMap<String, String>();
            for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "cgroup"))) {
                var parts = line.split(":", 3);
                List.of(parts[1].split(",", -1)).forEach(controller -> paths.put(controller, parts[2]));
            }
            return Optional.of(unified.isPresent() ? version2(unified.get(), paths) : version1(paths));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException ended) {
            return Optional.empty();
        }
    }

    private static Sample version2(Path mount, Map<String, String> paths) throws IOException {
        var group = at(mount, paths.getOrDefault("", "/"));
        var micros = Files.readAllLines(group.resolve("cpu.stat")).stream()
                .filter(line -> line.startsWith("usage_usec "))
                .mapToLong(line ->
                        Long.parseLong(line.substring("usage_usec ".length()).strip()))
                .sum();
        return new Sample(micros * 1_000, number(group.resolve("memory.current")));
    }

    private Sample version1(Map<String, String> paths) throws IOException {
        return new Sample(
                number(version1("cpuacct", paths).resolve("cpuacct.usage")),
                number(version1("memory", paths).resolve("memory.usage_in_bytes")));
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

    private static long number(Path file) throws IOException {
        return Long.parseLong(Files.readString(file).strip());
    }
}
