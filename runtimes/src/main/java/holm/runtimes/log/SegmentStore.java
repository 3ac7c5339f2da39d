package holm.runtimes.log;

import holm.domain.InstanceId;
import holm.domain.message.LogLine;
import holm.runtimes.LogStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The logs of all instances of one runtime, a directory for each. Safe for many threads; one process at a time. */
public final class SegmentStore implements LogStore, AutoCloseable {
    private final Path directory;
    private final LogLimits limits;
    private final ConcurrentMap<InstanceId, SegmentedLog> logs = new ConcurrentHashMap<>();

    /** @param directory appears with the first line */
    public SegmentStore(Path directory, LogLimits limits) {
        this.directory = directory;
        this.limits = limits;
    }

    @Override
    public Reader reader(InstanceId instance) {
        return new SegmentReader(of(instance));
    }

    @Override
    public void forget(InstanceId instance) {
        try {
            of(instance).forget();
            logs.remove(instance);
        } catch (IOException undeletable) {
            throw new UncheckedIOException(undeletable);
        }
    }

    /**
     * Adds lines of a source that can make its lines again.
     *
     * @param source the run, a word without blanks
     * @param upTo how many lines this source has written by now, these included
     */
    public void append(InstanceId instance, String source, List<LogLine> lines, long upTo) {
        try {
            of(instance).append(lines, new Bookmark(source, 0, upTo, upTo));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** @return how many lines of this source were written before, by this process or by one that was killed */
    public long written(InstanceId instance, String source) {
        try {
            return of(instance).bookmark(source).stdout();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @return how much disk the log of this instance takes */
    public long bytes(InstanceId instance) {
        var log = of(instance);
        return log.segments().stream()
                .mapToLong(number -> log.segment(number).toFile().length())
                .sum();
    }

    /** Closes the files of an instance that writes no more for now. */
    public void rest(InstanceId instance) {
        of(instance).rest();
    }

    SegmentedLog of(InstanceId instance) {
        return logs.computeIfAbsent(instance, id -> new SegmentedLog(directory.resolve(id.toString()), limits));
    }

    @Override
    public void close() {
        logs.values().forEach(SegmentedLog::rest);
    }
}
