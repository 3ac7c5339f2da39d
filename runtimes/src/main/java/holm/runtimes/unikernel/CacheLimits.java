package holm.runtimes.unikernel;

import java.time.Duration;

/**
 * How much of what was fetched stays here unused.
 *
 * @param mebiBytes for all together, 2^20 bytes, 0 and more; what runs stays even beyond it
 * @param keep how long one stays after its last use, whatever its size: long enough for the pause before a restart (at most 5 min)
 */
public record CacheLimits(long mebiBytes, Duration keep) {
    /** A hundred unikernels of common size and a Linux or two. */
    public static final CacheLimits DEFAULT = new CacheLimits(2 * 1024, Duration.ofMinutes(10));

    public CacheLimits {
        if (mebiBytes < 0 || keep.isNegative()) {
            throw new IllegalArgumentException(
                    "unikernels are kept up to a size and for a time: %d MiB, %s".formatted(mebiBytes, keep));
        }
    }
}
