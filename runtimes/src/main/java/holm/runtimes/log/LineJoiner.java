package holm.runtimes.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import holm.domain.message.LogLine;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Puts the pieces of one stream together to lines of bounded length. Used by one thread. */
final class LineJoiner {
    private final long run;
    private final LogLine.Stream stream;
    private final ByteArrayOutputStream half = new ByteArrayOutputStream();
    private long halfSinceMillis;

    LineJoiner(long run, LogLine.Stream stream) {
        this.run = run;
        this.stream = stream;
    }

    boolean isHalf() {
        return half.size() > 0;
    }

    /** @return when the half line that waits was begun, by the writer's clock */
    long halfSinceMillis() {
        return halfSinceMillis;
    }

    void add(EngineLogFormat.Piece piece, List<LogLine> lines) {
        if (!isHalf()) {
            halfSinceMillis = piece.atMillis();
        }
        half.write(
                piece.bytes().array(),
                piece.bytes().arrayOffset(),
                piece.bytes().remaining());
        while (half.size() > LogLimits.LONGEST_LINE_BYTES) {
            var bytes = half.toByteArray();
            var cut = beforeCharacter(bytes, LogLimits.LONGEST_LINE_BYTES);
            lines.add(line(bytes, cut));
            half.reset();
            half.write(bytes, cut, bytes.length - cut);
        }
        if (piece.whole()) {
            flush(lines);
        }
    }

    /** Makes a line of what is there. */
    void flush(List<LogLine> lines) {
        var bytes = half.toByteArray();
        lines.add(line(bytes, bytes.length));
        half.reset();
    }

    private LogLine line(byte[] bytes, int length) {
        // String's decoder writes U+FFFD for what is not UTF-8.
        return new LogLine(halfSinceMillis, stream, run, new String(bytes, 0, length, UTF_8));
    }

    /** @return {@code at}, or up to three bytes less, so that no character is cut: continuation bytes are 10xxxxxx (RFC 3629, 3) */
    private static int beforeCharacter(byte[] bytes, int at) {
        for (var cut = at; cut > at - 4; cut--) {
            if ((bytes[cut] & 0b1100_0000) != 0b1000_0000) {
                return cut;
            }
        }
        return at;
    }
}
