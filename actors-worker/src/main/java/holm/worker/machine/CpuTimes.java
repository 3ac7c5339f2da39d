package holm.worker.machine;

import java.util.Arrays;

/**
 * The first line of {@code /proc/stat} (proc_stat(5)): what all processors did since the machine started, in ticks.
 *
 * @param busy everything but idle and waiting for I/O
 */
record CpuTimes(long busy, long total) {
    static final CpuTimes NONE = new CpuTimes(0, 0);
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;

    /** Guest time is part of user time already. */
    private static final int FIELDS = 8;

    /** @return the times, or {@link #NONE} when {@code text} is not what Linux writes */
    static CpuTimes parse(String text) {
        var line = text.lines().findFirst().orElse("");
        if (!line.startsWith("cpu ")) {
            return NONE;
        }
        try {
            var ticks = Arrays.stream(line.substring("cpu ".length()).strip().split("\\s+"))
                    .limit(FIELDS)
                    .mapToLong(Long::parseLong)
                    .toArray();
            var total = Arrays.stream(ticks).sum();
            return ticks.length <= IO_WAIT ? NONE : new CpuTimes(total - ticks[IDLE] - ticks[IO_WAIT], total);
        } catch (NumberFormatException other) {
            return NONE;
        }
    }

    /** @return the busy part of all processors since {@code earlier}, 0–100 */
    double percentSince(CpuTimes earlier) {
        var passed = total - earlier.total;
        return passed <= 0 ? 0 : Math.clamp(100.0 * (busy - earlier.busy) / passed, 0, 100);
    }
}
