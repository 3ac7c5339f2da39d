package holm.runtimes.log;

/**
 * How much of an instance's output is kept.
 *
 * @param segmentBytes when a segment is full, 4 KiB and more
 * @param segments how many are kept; the oldest goes when a new one begins
 */
public record LogLimits(int segmentBytes, int segments) {
    /** 16 MiB for an instance: some hundred thousand lines, and a hundred instances still fit on a small disk. */
    public static final LogLimits DEFAULT = new LogLimits(4 * 1024 * 1024, 4);

    /** A line is split here, so that it fits a frame of a link (200 KiB) with room to spare even when escaped. */
    static final int LONGEST_LINE_BYTES = 16 * 1024;

    public LogLimits {
        if (segmentBytes < 4096 || segments < 2) {
            throw new IllegalArgumentException(
                    "a log has at least 2 segments of 4096 bytes: %d of %d".formatted(segments, segmentBytes));
        }
    }
}
