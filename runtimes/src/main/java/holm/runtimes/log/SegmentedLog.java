package holm.runtimes.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import holm.domain.message.LogLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The log of one instance as numbered segments in a directory of its own; the directory appears with the first line. Safe for
 * many threads. What stands behind the last bookmark of the newest segment was written by a call that was killed half-way: the
 * next writer cuts it off and copies it again.
 */
final class SegmentedLog {
    /** Bookmarks carried into a new segment: the run that writes, the one before, and two to spare. */
    private static final int BOOKMARKS = 4;

    private static final String SUFFIX = ".log";
    private static final Pattern NAME = Pattern.compile("(\\d{1,18})\\.log");

    private final Path directory;
    private final LogLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Map<String, Bookmark> bookmarks = new LinkedHashMap<>();
    private @Nullable FileChannel newest;
    private long newestNumber;
    private long newestLength;
    private boolean recovered;
    private boolean forgotten;

    SegmentedLog(Path directory, LogLimits limits) {
        this.directory = directory;
        this.limits = limits;
    }

    /** Adds lines and says how far their source was copied, both or neither. */
    void append(List<LogLine> lines, Bookmark upTo) throws IOException {
        lock.lock();
        try {
            if (forgotten) {
                return;
            }
            recover();
            if (newestNumber == 0 || newestLength >= limits.segmentBytes()) {
                beginSegment();
            }
            var text = new StringBuilder(128 * lines.size() + 64);
            lines.forEach(line -> StoredLine.write(text, line));
            bookmarks.remove(upTo.source());
            bookmarks.put(upTo.source(), upTo);
            write(text.append(upTo).append('\n').toString());
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** @return how far this source was copied by whoever wrote before */
    Bookmark bookmark(String source) throws IOException {
        lock.lock();
        try {
            recover();
            return bookmarks.getOrDefault(source, Bookmark.start(source));
        } finally {
            lock.unlock();
        }
    }

    /** Cuts off what a killed writer left, before somebody reads it. */
    void heal() throws IOException {
        lock.lock();
        try {
            recover();
        } finally {
            lock.unlock();
        }
    }

    /** Gives back the descriptor; the next line opens it again. */
    void rest() {
        lock.lock();
        try {
            if (newest != null) {
                newest.close();
                newest = null;
            }
        } catch (IOException closing) {
            throw new UncheckedIOException(closing);
        } finally {
            lock.unlock();
        }
    }

    void forget() throws IOException {
        lock.lock();
        try {
            rest();
            forgotten = true;
            for (var number : segments()) {
                Files.deleteIfExists(segment(number));
            }
            Files.deleteIfExists(directory);
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something behind {@code length} bytes of segment {@code number}. @return whether there may ever be more */
    boolean awaitBeyond(long number, long length) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!forgotten && (newestNumber < number || (newestNumber == number && newestLength <= length))) {
                grown.await();
            }
            return !forgotten;
        } finally {
            lock.unlock();
        }
    }

    /** @return the numbers of all segments, oldest first */
    NavigableSet<Long> segments() {
        var numbers = new TreeSet<Long>();
        try (var files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (var file : files) {
                var name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    numbers.add(Long.parseLong(name.group(1)));
                }
            }
        } catch (IOException none) {
            return new TreeSet<>();
        }
        return numbers;
    }

    Path segment(long number) {
        return directory.resolve(number + SUFFIX);
    }

    private void recover() throws IOException {
        var numbers = recovered ? new TreeSet<Long>() : segments();
        if (!numbers.isEmpty()) {
            newestNumber = numbers.last();
            var content = Files.readAllBytes(segment(newestNumber));
            newestLength = afterLastBookmark(content);
            if (newestLength < content.length) {
                try (var torn = FileChannel.open(segment(newestNumber), WRITE)) {
                    torn.truncate(newestLength);
                }
            }
        }
        recovered = true;
    }

    private long afterLastBookmark(byte[] content) {
        var kept = 0L;
        var start = 0;
        for (var i = 0; i < content.length; i++) {
            if (content[i] == '\n') {
                if (content[start] == '=') {
                    var bookmark = Bookmark.tryParse(new String(content, start, i - start, UTF_8));
                    bookmark.ifPresent(found -> bookmarks.put(found.source(), found));
                    kept = bookmark.isPresent() ? i + 1L : kept;
                }
                start = i + 1;
            }
        }
        return kept;
    }

    private void beginSegment() throws IOException {
        rest();
        Files.createDirectories(directory);
        var old = new ArrayList<>(segments());
        for (var i = 0; i <= old.size() - limits.segments(); i++) {
            Files.deleteIfExists(segment(old.get(i)));
        }
        newestNumber++;
        newestLength = 0;
        while (bookmarks.size() > BOOKMARKS) {
            bookmarks.remove(bookmarks.keySet().iterator().next());
        }
        var head = new StringBuilder();
        bookmarks.values().forEach(bookmark -> head.append(bookmark).append('\n'));
        write(head.toString());
    }

    private void write(String text) throws IOException {
        if (newest == null) {
            newest = FileChannel.open(segment(newestNumber), CREATE, WRITE, APPEND);
        }
        var bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            newestLength += newest.write(bytes);
        }
    }
}
