package holm.runtimes.unikernel;

import java.time.Duration;

/**
 * What is taken from a server, and what may come out of it.
 *
 * @param time for one whole download, with all redirects
 * @param silence how long a server may send nothing
 * @param archiveMebiBytes 2^20 bytes of a {@code .tar.gz}
 * @param unpackedMebiBytes 2^20 bytes of all that is in it together
 * @param entries files and directories in it
 */
public record FetchLimits(Duration time, Duration silence, long archiveMebiBytes, long unpackedMebiBytes, int entries) {
    /**
     * A unikernel has some hundred kilobytes, one with a whole Linux user land some hundred megabytes; a quarter of an hour for
     * 512 MiB is 5 Mbit/s. gzip can make a thousand times as much of a file, a kernel rarely more than four times.
     */
    public static final FetchLimits DEFAULT =
            new FetchLimits(Duration.ofMinutes(15), Duration.ofSeconds(30), 512, 2_048, 20_000);

    public FetchLimits {
        if (!time.isPositive()
                || !silence.isPositive()
                || archiveMebiBytes < 1
                || unpackedMebiBytes < 1
                || entries < 1) {
            throw new IllegalArgumentException("every limit of a fetch is positive");
        }
    }

    long archiveBytes() {
        return archiveMebiBytes << 20;
    }

    long unpackedBytes() {
        return unpackedMebiBytes << 20;
    }
}
