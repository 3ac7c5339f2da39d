package holm.wire.log;

import holm.domain.message.LogLine;

/** How lines travel: several in one message, never more than fits. */
final class LogChunks {
    /** Several fit into the largest frame, however wide the characters are. */
    static final int LARGEST_BYTES = 64 << 10;

    /** Time, stream, run and the field names of one line. */
    private static final int OVERHEAD_BYTES = 64;

    private LogChunks() {}

    /** @return about what one line takes; UTF-8 needs at most three bytes for a character of Java */
    static int weight(LogLine line) {
        return OVERHEAD_BYTES + 3 * line.text().length();
    }
}
