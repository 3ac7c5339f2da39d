package holm.runtimes.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What this process may hand on to containers, see getrlimit(2).
 *
 * @param openFiles at most 65,536: enough for a busy server, and programs that close all descriptors one by one stay quick
 * @param processes counted for a user over the whole machine, so as many as allowed; the pids limit of a container bounds it
 */
record HardLimits(long openFiles, long processes) {
    private static final long MOST_OPEN_FILES = 65_536;

    private static final Path PID_MAX = Path.of("/proc/sys/kernel/pid_max");

    static HardLimits ofThisProcess() throws IOException {
        return parse(
                Files.readString(Path.of("/proc/self/limits")),
                Long.parseLong(Files.readString(PID_MAX).strip()));
    }

    /** @param pidMax Podman lowers its own limit to this, so more cannot be handed on */
    static HardLimits parse(String limits, long pidMax) {
        return new HardLimits(hard(limits, "Max open files", MOST_OPEN_FILES), hard(limits, "Max processes", pidMax));
    }

    private static long hard(String limits, String name, long most) {
        var line = Pattern.compile(name + "\\s+\\S+\\s+(\\d{1,18})").matcher(limits);
        return line.find() ? Math.min(most, Long.parseLong(line.group(1))) : most;
    }
}
