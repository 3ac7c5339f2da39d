package holm.runtimes.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code /proc/<pid>/stat} says, see proc_pid_stat(5). */
public final class ProcessStat {
    /** Fields after the command's closing parenthesis; the state is the 3rd field of the file. */
    private static final int PARENT = 4 - 3;

    private static final int START_TIME = 22 - 3;

    private ProcessStat() {}

    /**
     * A process, told from a later one with the same number.
     *
     * @param startTicks when it started, in clock ticks since the machine did
     */
    public record Identity(long pid, long startTicks) {
        public boolean isAlive() {
            return ProcessStat.startTicks(pid)
                    .filter(ticks -> ticks == startTicks)
                    .isPresent();
        }
    }

    /** @return when it started, in clock ticks since the machine did; empty when it has ended */
    public static Optional<Long> startTicks(long pid) {
        return field(pid, START_TIME);
    }

    /** @return the process that watches over this one: conmon, or Docker's shim */
    public static Optional<Identity> parent(long pid) {
        return field(pid, PARENT).flatMap(parent -> startTicks(parent).map(ticks -> new Identity(parent, ticks)));
    }

    private static Optional<Long> field(long pid, int index) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            // A zombie has ended; only its parent does not know yet.
            return fields[0].equals("Z") || fields[0].equals("X")
                    ? Optional.empty()
                    : Optional.of(Long.parseLong(fields[index]));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException gone) {
            return Optional.empty();
        }
    }
}
