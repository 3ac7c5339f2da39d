package holm.runtimes.process;

import org.jspecify.annotations.Nullable;

/** The use of cores between two looks. Safe for many threads. */
public final class CpuMeter {
    private @Nullable Look last;

    private record Look(long atNanos, long cpuNanos) {}

    /**
     * @param atNanos a monotonic clock
     * @param cpuNanos used until then
     * @return percent of one core since the last look; 0 at the first
     */
    public synchronized double percent(long atNanos, long cpuNanos) {
        var before = last;
        last = new Look(atNanos, cpuNanos);
        if (before == null || atNanos <= before.atNanos) {
            return 0;
        }
        return Math.max(0, 100.0 * (cpuNanos - before.cpuNanos) / (atNanos - before.atNanos));
    }
}
