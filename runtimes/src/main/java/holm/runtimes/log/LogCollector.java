package holm.runtimes.log;

import holm.domain.Fence;
import holm.domain.InstanceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the log files of all containers into Holm's segments, on one thread that takes them in turn. Where it stopped stands in
 * the segments, so a restarted worker goes on without loss or doubling.
 */
public final class LogCollector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogCollector.class);

    /** A look at a quiet file costs 2 µs; a person who follows a log does not notice this delay. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private final SegmentStore store;
    private final ConcurrentMap<String, Source> sources = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    private record Source(InstanceId instance, EngineLogTail tail, ReentrantLock turn) {}

    public LogCollector(SegmentStore store) {
        this.store = store;
        this.thread = Thread.ofPlatform().daemon().name("log-collector").start(this::collect);
    }

    /**
     * Begins to copy, or goes on where a former worker stopped. Does nothing when this handle is copied already.
     *
     * @param handle name of the run at its runtime
     * @param path the engine's file; may appear later
     */
    public void add(String handle, InstanceId instance, Fence fence, Path path, EngineLogFormat format) {
        sources.computeIfAbsent(handle, name -> {
            try {
                return new Source(
                        instance,
                        new EngineLogTail(store.of(instance), fence.toString(), fence.run(), path, format),
                        new ReentrantLock());
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
    }

    /** Copies what an ended run wrote to its very end; its log is complete afterwards. Does nothing for a handle that is not copied. */
    public void finish(String handle) {
        var source = sources.get(handle);
        if (source == null) {
            return;
        }
        source.turn.lock();
        try {
            source.tail.finish();
            source.tail.close();
            store.rest(source.instance);
        } catch (IOException unreadable) {
            LOG.warn("the end of the log of {} could not be copied: {}", handle, unreadable.getMessage());
        } finally {
            sources.remove(handle);
            source.turn.unlock();
        }
    }

    private void collect() {
        while (!closed) {
            var anything = false;
            var failed = false;
            for (var source : sources.entrySet()) {
                try {
                    anything |= turn(source.getKey(), source.getValue());
                } catch (IOException | UncheckedIOException unreadable) {
                    LOG.warn(
                            "the log of {} could not be copied, trying again: {}",
                            source.getKey(),
                            unreadable.getMessage());
                    failed = true;
                }
            }
            try {
                if (failed || !anything) {
                    TimeUnit.NANOSECONDS.sleep((failed ? PAUSE_AFTER_FAILURE : PAUSE).toNanos());
                }
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private boolean turn(String handle, Source source) throws IOException {
        source.turn.lock();
        try {
            return sources.containsKey(handle) && source.tail.turn(System.currentTimeMillis());
        } finally {
            source.turn.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
            for (var source : sources.values()) {
                source.tail.close();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException left) {
            LOG.warn("an engine's log file could not be closed: {}", left.getMessage());
        }
    }
}
