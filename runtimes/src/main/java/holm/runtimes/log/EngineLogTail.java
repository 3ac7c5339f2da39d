package holm.runtimes.log;

import holm.domain.message.LogLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies one engine log file into the segments of its instance. It holds the descriptor, so a file that the engine renames or
 * deletes is read to its end before the next one is opened. Used by one thread.
 */
final class EngineLogTail implements AutoCloseable {
    /** What one turn reads, so that one loud instance does not keep the others waiting. */
    private static final int TURN_BYTES = 256 * 1024;

    /** Space is given back in pieces of this size; a smaller one would cost a system call for little. */
    private static final long PUNCH_BYTES = 1024 * 1024;

    private static final long BLOCK = 4096;

    /** A prompt without line end is shown after this long, and no longer expected to become a line. */
    private static final long HALF_LINE_MILLIS = 5_000;

    /** An entry longer than this is not one: engines cut at 8 or 16 KiB. JSON escapes can make six times as much of it. */
    private static final int LONGEST_ENTRY = 256 * 1024;

    /** An engine needs longer than this to fill a file that is worth rotating. */
    private static final long LOOK_MILLIS = 500;

    /** A rotation renames one file after the other: what is not found at first is under way, what is still not found is gone. */
    private static final int MISSES = 3;

    private final SegmentedLog log;
    private final Path path;
    private final EngineLogFormat format;
    private final ByteBuffer buffer = ByteBuffer.allocate(TURN_BYTES);
    private final ByteArrayOutputStream entry = new ByteArrayOutputStream();
    private final LineJoiner stdout;
    private final LineJoiner stderr;
    private Bookmark copied;
    private @Nullable FileChannel open;
    private long position;
    private long punched;
    private int misses;
    private long lookedMillis;
    private boolean canPunch = true;

    EngineLogTail(SegmentedLog log, String source, long run, Path path, EngineLogFormat format) throws IOException {
        this.log = log;
        this.path = path;
        this.format = format;
        this.stdout = new LineJoiner(run, LogLine.Stream.STDOUT);
        this.stderr = new LineJoiner(run, LogLine.Stream.STDERR);
        this.copied = log.bookmark(source);
    }

    /** Copies what is there, up to the bound of a turn. @return whether there was anything */
    boolean turn(long nowMillis) throws IOException {
        if (open == null && !openFile()) {
            return false;
        }
        var read = read();
        if (read > 0) {
            return true;
        }
        var old = (stdout.isHalf() && nowMillis - stdout.halfSinceMillis() > HALF_LINE_MILLIS)
                || (stderr.isHalf() && nowMillis - stderr.halfSinceMillis() > HALF_LINE_MILLIS);
        if (old) {
            flush();
        }
        // Rotation is rare and looking for it costs more than reading.
        var due = nowMillis - lookedMillis >= LOOK_MILLIS;
        lookedMillis = due ? nowMillis : lookedMillis;
        return due && moveOn();
    }

    /** Copies everything to the end, half lines too: the process has ended. */
    void finish() throws IOException {
        for (var quiet = 0; quiet <= MISSES; quiet++) {
            quiet = read() > 0 || (open == null ? openFile() : moveOn()) ? 0 : quiet;
        }
        flush();
    }

    private int read() throws IOException {
        if (open == null) {
            return 0;
        }
        var read = open.read(buffer.clear(), position);
        if (read <= 0) {
            return 0;
        }
        buffer.flip();
        var lines = new ArrayList<LogLine>();
        var next = copied;
        while (buffer.hasRemaining()) {
            var one = buffer.get();
            position++;
            if (one != '\n' && entry.size() < LONGEST_ENTRY) {
                entry.write(one);
                continue;
            }
            var piece = format.parse(entry.toByteArray());
            entry.reset();
            next = piece.isPresent() ? take(piece.get(), lines, next) : next;
        }
        var half = format.parseHalf(entry.toByteArray());
        if (half.isPresent()) {
            entry.reset();
            next = take(half.get(), lines, next);
        }
        commit(lines, next);
        return read;
    }

    /** @return the bookmark behind this piece; a stream with half a line keeps its place at the beginning of that line */
    private Bookmark take(EngineLogFormat.Piece piece, List<LogLine> lines, Bookmark before) {
        var isOut = piece.stream() == LogLine.Stream.STDOUT;
        if (position <= (isOut ? copied.stdout() : copied.stderr())) {
            return before;
        }
        (isOut ? stdout : stderr).add(piece, lines);
        return new Bookmark(
                before.source(),
                before.file(),
                stdout.isHalf() ? before.stdout() : position,
                stderr.isHalf() ? before.stderr() : position);
    }

    private void flush() throws IOException {
        var lines = new ArrayList<LogLine>();
        if (stdout.isHalf()) {
            stdout.flush(lines);
        }
        if (stderr.isHalf()) {
            stderr.flush(lines);
        }
        if (!lines.isEmpty()) {
            var at = position - entry.size();
            commit(lines, new Bookmark(copied.source(), copied.file(), at, at));
        }
    }

    private void commit(List<LogLine> lines, Bookmark next) throws IOException {
        if (!next.equals(copied) || !lines.isEmpty()) {
            log.append(lines, next);
            copied = next;
        }
        var free = copied.position() / BLOCK * BLOCK;
        if (canPunch
                && free - punched >= PUNCH_BYTES
                && Generations.inode(path).filter(file -> file == copied.file()).isPresent()) {
            canPunch = HolePuncher.punch(path, punched, free);
            punched = free;
        }
    }

    /** Opens the file of the bookmark, or else the oldest there is. */
    private boolean openFile() throws IOException {
        var generations = Generations.of(path);
        var known = generations.find(copied.file());
        if (known.isPresent()) {
            return open(known.get(), copied);
        }
        if (copied.file() != 0 && ++misses < MISSES) {
            return false;
        }
        return openAnew(generations.oldest());
    }

    /** At the end of a file: begins again when it was truncated, goes on with the next when it was rotated. @return whether there is more */
    private boolean moveOn() throws IOException {
        if (open == null) {
            return false;
        }
        var generations = Generations.of(path);
        var here = generations.find(copied.file());
        if (here.isEmpty() && ++misses < MISSES) {
            return false;
        }
        var truncated = here.filter(one -> one.path().equals(path)).isPresent() && open.size() < position;
        var next = truncated ? here : here.isPresent() ? generations.after(here.get()) : generations.oldest();
        if (next.isEmpty()) {
            return false;
        }
        if (open.size() > position) {
            return true; // written between the last look and the rotation
        }
        flush();
        entry.reset();
        return openAnew(next);
    }

    private boolean openAnew(Optional<Generations.Generation> file) throws IOException {
        return file.isPresent()
                && open(file.get(), new Bookmark(copied.source(), file.get().inode(), 0, 0));
    }

    private boolean open(Generations.Generation file, Bookmark from) throws IOException {
        try {
            var next = FileChannel.open(file.path());
            if (Generations.inode(file.path())
                    .filter(inode -> inode == file.inode())
                    .isEmpty()) {
                next.close(); // it was rotated just now; the next look finds it under its new name
                return false;
            }
            close();
            open = next;
        } catch (NoSuchFileException rotated) {
            return false;
        }
        copied = from;
        position = from.position();
        punched = position / BLOCK * BLOCK;
        misses = 0;
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
