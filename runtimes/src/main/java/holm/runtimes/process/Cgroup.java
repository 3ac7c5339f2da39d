package holm.runtimes.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The cgroup of one run.
 *
 * @param isUnified whether it is of version 2; both paths are the same then
 */
public record Cgroup(boolean isUnified, Path cpu, Path memory) {
    private static final long NANOS_PER_MICRO = 1_000;

    /** @param cpuNanos used since the cgroup began */
    public record Sample(long cpuNanos, long memoryBytes) {}

    /** @return what it uses; empty when it is gone */
    public Optional<Sample> sample() {
        try {
            var cpuNanos = isUnified
                    ? entry(cpu.resolve("cpu.stat"), "usage_usec") * NANOS_PER_MICRO
                    : number(Files.readString(cpu.resolve("cpuacct.usage")));
            var bytes = Files.readString(memory.resolve(isUnified ? "memory.current" : "memory.usage_in_bytes"));
            return Optional.of(new Sample(cpuNanos, number(bytes)));
        } catch (IOException | NumberFormatException gone) {
            return Optional.empty();
        }
    }

    /**
     * Whether the kernel ended a process in it because of its memory limit. conmon looks too, but on version 1 it mistakes the
     * removal of the cgroup for the reason of its event and often says no.
     */
    public boolean hadOutOfMemory() {
        try {
            return entry(memory.resolve(isUnified ? "memory.events" : "memory.oom_control"), "oom_kill") > 0;
        } catch (IOException | NumberFormatException gone) {
            return false;
        }
    }

    private static long entry(Path file, String name) throws IOException {
        for (var line : Files.readAllLines(file)) {
            if (line.startsWith(name + " ")) {
                return number(line.substring(name.length()));
            }
        }
        return 0;
    }

    private static long number(String text) {
        return Long.parseLong(text.strip());
    }
}
