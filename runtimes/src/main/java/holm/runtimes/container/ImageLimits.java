package holm.runtimes.container;

import java.time.Duration;

/**
 * How many images stay here unused.
 *
 * @param mebiBytes for all images together, 2^20 bytes, 0 and more; those in use stay even beyond it
 * @param keep how long an image stays after its last use, whatever its size: long enough for the pause before a restart (at most 5 min)
 */
public record ImageLimits(long mebiBytes, Duration keep) {
    /** Some twenty images of common size; a small device has 32 GB. */
    public static final ImageLimits DEFAULT = new ImageLimits(20L * 1024, Duration.ofMinutes(10));

    public ImageLimits {
        if (mebiBytes < 0 || keep.isNegative()) {
            throw new IllegalArgumentException(
                    "images are kept up to a size and for a time: %d MiB, %s".formatted(mebiBytes, keep));
        }
    }
}
