package holm.runtimes.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import holm.domain.message.LogLine;
import holm.domain.message.LogQuery;
import holm.runtimes.LogStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Walks the segments of one log, and waits for more at their end when it follows. One walk belongs to one thread. */
final class SegmentReader implements LogStore.Reader {
    private final SegmentedLog log;

    SegmentReader(SegmentedLog log) {
        this.log = log;
    }

    @Override
    public void read(LogQuery query, Predicate<LogLine> line) throws InterruptedException {
        try (var walk = new Walk()) {
            log.heal();
            var since = query.sinceMillis().orElse(Long.MIN_VALUE);
            var wanted = new Predicate<LogLine>() {
                @Override
                public boolean test(LogLine found) {
                    return found.atMillis() < since || line.test(found);
                }
            };
            var more = query.tail().isPresent() ? tail(walk, query.tail().get(), wanted) : walk.forward(wanted);
            while (more && query.follow() && log.awaitBeyond(walk.number, walk.length)) {
                more = walk.forward(wanted);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean tail(Walk walk, int count, Predicate<LogLine> line) throws IOException {
        var last = new ArrayDeque<LogLine>();
        walk.forward(found -> {
            last.add(found);
            if (last.size() > count) {
                last.remove();
            }
            return true;
        });
        return last.stream().allMatch(line);
    }

    /** A place in the segments: everything up to {@code length} of segment {@code number} was handed over. */
    private final class Walk implements AutoCloseable {
        private static final int CHUNK = 64 * 1024;
        private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        private final ByteArrayOutputStream half = new ByteArrayOutputStream();
        private @Nullable FileChannel open;
        private long number;
        private long length;

        /** Hands over all lines that are there. @return whether the taker wants more */
        private boolean forward(Predicate<LogLine> line) throws IOException {
            while (open != null || openNext()) {
                if (!toEnd(line)) {
                    return false;
                }
                if (log.segments().higher(number) == null) {
                    return true;
                }
                // A newer one exists, so this one is complete; what came between the two looks is read first.
                if (!toEnd(line)) {
                    return false;
                }
                close();
            }
            return true;
        }

        private boolean openNext() throws IOException {
            for (var next = log.segments().higher(number);
                    next != null;
                    next = log.segments().higher(next)) {
                try {
                    open = FileChannel.open(log.segment(next));
                    number = next;
                    length = 0;
                    half.reset();
                    return true;
                } catch (NoSuchFileException rotatedAway) {
                    number = next;
                }
            }
            return false;
        }

        private boolean toEnd(Predicate<LogLine> line) throws IOException {
            while (open != null && open.read(chunk.clear(), length) > 0) {
                chunk.flip();
                length += chunk.remaining();
                while (chunk.hasRemaining()) {
                    var next = chunk.get();
                    if (next != '\n') {
                        half.write(next);
                        continue;
                    }
                    var found = StoredLine.tryParse(half.toString(UTF_8));
                    half.reset();
                    if (found.isPresent() && !line.test(found.get())) {
                        return false;
                    }
                }
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            if (open != null) {
                open.close();
                open = null;
            }
        }
    }
}
