package holm.runtimes.log;

import holm.domain.message.LogLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
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
        return moveOn();
    }

    /** Copies everything to the end, half lines too: the process has ended. */
    void finish() throws IOException {
        var more = true;
        while (more) {
            more = turn(0);
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
                && inode(path).filter(file -> file == copied.file()).isPresent()) {
            canPunch = HolePuncher.punch(path, punched, free);
            punched = free;
        }
    }

    private boolean openFile() throws IOException {
        var wanted = copied.file() == 0 ? Optional.of(path) : withInode(copied.file());
        try {
            var file = wanted.orElse(path);
            var inode = inode(file);
            if (inode.isEmpty()) {
                return false;
            }
            open = FileChannel.open(file);
            if (wanted.isEmpty() || copied.file() == 0) {
                copied = new Bookmark(copied.source(), inode.get(), 0, 0);
            }
            position = copied.position();
            punched = position / BLOCK * BLOCK;
            return true;
        } catch (NoSuchFileException notYet) {
            return false;
        }
    }

    /** At the end of a file: begins again when it was truncated, goes to its successor when it was renamed. @return whether there is more */
    private boolean moveOn() throws IOException {
        if (open == null) {
            return false;
        }
        var now = inode(path);
        if (now.isPresent() && now.get() == copied.file()) {
            if (open.size() >= position) {
                return false;
            }
        } else if (now.isEmpty() || open.size() > position) {
            return open.size() > position;
        }
        flush();
        entry.reset();
        close();
        copied = new Bookmark(copied.source(), 0, 0, 0);
        return openFile();
    }

    private Optional<Path> withInode(long inode) throws IOException {
        if (inode(path).filter(file -> file == inode).isPresent()) {
            return Optional.of(path);
        }
        var directory = path.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (var siblings = Files.newDirectoryStream(directory, path.getFileName() + "*")) {
            for (var sibling : siblings) {
                if (inode(sibling).filter(file -> file == inode).isPresent()) {
                    return Optional.of(sibling);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Long> inode(Path file) throws IOException {
        try {
            return Optional.of((Long) Files.getAttribute(file, "unix:ino"));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
