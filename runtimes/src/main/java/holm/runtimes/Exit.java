package holm.runtimes;

import java.util.Map;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param code 0–255 when the process ended by itself
 * @param signal number of the signal that ended it
 * @param outOfMemory whether it was over its memory limit
 * @param detail one sentence for a person
 */
public record Exit(Optional<Integer> code, Optional<Integer> signal, boolean outOfMemory, String detail) {
    /** Shells and engines report the end by signal n as 128 + n; see exit statuses in POSIX, XCU 2.8.2. */
    private static final int SIGNAL_BASE = 128;

    private static final int HIGHEST_SIGNAL = 64;
    private static final Map<Integer, String> NAMES = Map.of(
            1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV",
            13, "SIGPIPE", 15, "SIGTERM");

    /** @param status what the engine says: a code, or 128 + the number of a signal */
    public static Exit ofStatus(int status, boolean outOfMemory) {
        var number = status - SIGNAL_BASE;
        if (outOfMemory && number == 9) {
            return new Exit(
                    Optional.empty(), Optional.of(number), true, "was over its memory limit, so the kernel ended it");
        }
        if (outOfMemory) {
            return new Exit(
                    Optional.of(status),
                    Optional.empty(),
                    true,
                    "exited with code " + status
                            + " after the kernel had ended one of its processes: it was over its memory limit");
        }
        return number >= 1 && number <= HIGHEST_SIGNAL
                ? new Exit(
                        Optional.empty(),
                        Optional.of(number),
                        false,
                        "ended by signal " + number
                                + NAMES.getOrDefault(number, "")
                                        .transform(name -> name.isEmpty() ? "" : " (" + name + ")"))
                : new Exit(Optional.of(status), Optional.empty(), false, "exited with code " + status);
    }

    /** The run is gone, and nobody wrote down how: the machine was restarted, or its supervisor was killed. */
    public static Exit unknown(String why) {
        return new Exit(Optional.empty(), Optional.empty(), false, why);
    }

    public boolean isSuccess() {
        return code.filter(value -> value == 0).isPresent();
    }
}
