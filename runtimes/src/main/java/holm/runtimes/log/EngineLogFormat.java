package holm.runtimes.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import holm.domain.message.LogLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** How an engine writes what its containers write. */
public enum EngineLogFormat {
    /** Podman's k8s-file, the format of the Kubernetes CRI: {@code <RFC 3339 time> stdout|stderr F|P <bytes>}; P: the line goes on. */
    K8S_FILE {
        @Override
        Optional<Piece> parse(byte[] entry) {
            var first = indexOf(entry, 0);
            var second = indexOf(entry, first + 1);
            if (first < 1 || second != first + 7 || entry.length < second + 3 || entry[second + 2] != ' ') {
                return Optional.empty();
            }
            var stream = entry[first + 4] == 'o' ? LogLine.Stream.STDOUT : LogLine.Stream.STDERR;
            var bytes = Arrays.copyOfRange(entry, second + 3, entry.length);
            return time(ascii(entry, 0, first))
                    .map(at -> new Piece(at, stream, ByteBuffer.wrap(bytes), entry[second + 1] != 'P'));
        }
    },
    /** Docker's json-file: one object a line, {@code log} (ends with a line end when the line is complete), {@code stream}, {@code time}. */
    JSON_FILE {
        @Override
        Optional<Piece> parse(byte[] entry) {
            try {
                var object = JSON.readValue(entry, Map.class);
                if (object.get("log") instanceof String text
                        && object.get("stream") instanceof String name
                        && object.get("time") instanceof String at) {
                    var whole = text.endsWith("\n");
                    var bytes = (whole ? text.substring(0, text.length() - 1) : text).getBytes(StandardCharsets.UTF_8);
                    var stream = name.equals("stderr") ? LogLine.Stream.STDERR : LogLine.Stream.STDOUT;
                    return time(at).map(millis -> new Piece(millis, stream, ByteBuffer.wrap(bytes), whole));
                }
                return Optional.empty();
            } catch (JsonProcessingException torn) {
                return Optional.empty();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    },
    /** A serial line: what a guest writes, as it writes it, with the line ends of terminals. A line's time is when it is read. */
    CONSOLE {
        @Override
        Optional<Piece> parse(byte[] entry) {
            return Optional.of(piece(entry, true));
        }

        @Override
        Optional<Piece> parseHalf(byte[] entry) {
            // A carriage return at the end may belong to a line end that comes next.
            return entry.length == 0 || entry[entry.length - 1] == '\r'
                    ? Optional.empty()
                    : Optional.of(piece(entry, false));
        }

        private Piece piece(byte[] entry, boolean whole) {
            var length = entry.length > 0 && whole && entry[entry.length - 1] == '\r' ? entry.length - 1 : entry.length;
            return new Piece(
                    System.currentTimeMillis(), LogLine.Stream.STDOUT, ByteBuffer.wrap(entry, 0, length), whole);
        }
    };

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * What one entry of the engine's file says.
     *
     * @param bytes as the process wrote them, without line end
     * @param whole whether the line ends here
     */
    record Piece(long atMillis, LogLine.Stream stream, ByteBuffer bytes, boolean whole) {}

    /**
     * @param entry one line of the file, without its line end
     * @return empty for what is not in this format
     */
    abstract Optional<Piece> parse(byte[] entry);

    /**
     * @param entry what stands behind the last line end; an engine writes whole lines, so that is the beginning of one
     * @return empty when it has to wait for its line end
     */
    Optional<Piece> parseHalf(byte[] entry) {
        return Optional.empty();
    }

    private static Optional<Long> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (DateTimeException foreign) {
            return Optional.empty();
        }
    }

    private static int indexOf(byte[] entry, int from) {
        for (var i = from; i < entry.length; i++) {
            if (entry[i] == ' ') {
                return i;
            }
        }
        return -1;
    }

    private static String ascii(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }
}
