package holm.runtimes.process;

/**
 * What the processes of one cgroup may use together.
 *
 * @param memoryBytes without swap
 * @param milliCpus thousandths of a core: as much as it gets at most, and its share when everybody wants more
 * @param processes with all their threads
 */
public record CgroupLimits(long memoryBytes, long milliCpus, long processes) {
    /** CFS's default; see sched-bwc in the kernel's documentation. */
    static final long PERIOD_MICROS = 100_000;

    /** The kernel's least quota. */
    private static final long LEAST_QUOTA_MICROS = 1_000;

    long quotaMicros() {
        return Math.max(LEAST_QUOTA_MICROS, milliCpus * PERIOD_MICROS / 1_000);
    }

    /** @return version 1's weight, 1024 for a core, 2–262,144 */
    long shares() {
        return Math.clamp(milliCpus * 1_024 / 1_000, 2, 262_144);
    }

    /** @return version 2's weight, 1–10,000, as runc makes it of {@link #shares()} */
    long weight() {
        return 1 + (shares() - 2) * 9_999 / 262_142;
    }
}
