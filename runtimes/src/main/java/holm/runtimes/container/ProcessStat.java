package holm.runtimes.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code /proc/<pid>/stat} says, see proc_pid_stat(5). */
final class ProcessStat {
    /** Fields after the command's closing parenthesis: state is the 3rd field of the file, the start time the 22nd. */
    private static final int START_TIME = 22 - 3;

    private ProcessStat() {}

    /** @return when it started, in clock ticks since the machine did: with the pid the identity of a process; empty when it has ended */
    static Optional<Long> startTicks(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            // A zombie has ended; only its parent does not know yet.
            return fields[0].equals("Z") || fields[0].equals("X")
                    ? Optional.empty()
                    : Optional.of(Long.parseLong(fields[START_TIME]));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException gone) {
            return Optional.empty();
        }
    }
}
