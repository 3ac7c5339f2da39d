package holm.runtimes.process;

import holm.runtimes.RuntimeFailure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The last known size of a writable layer. Measuring walks through a file tree, so it is done rarely and nobody waits for it. */
public final class DiskMeter {
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong dueNanos = new AtomicLong(System.nanoTime());

    /** Measures. */
    @FunctionalInterface
    public interface Measure {
        long bytes() throws RuntimeFailure, InterruptedException;
    }

    public long bytes(Measure measure) {
        var due = dueNanos.get();
        var now = System.nanoTime();
        if (now - due >= 0 && dueNanos.compareAndSet(due, now + EVERY.toNanos())) {
            var _ = Thread.ofVirtual().name("disk-meter").start(() -> run(measure));
        }
        return bytes.get();
    }

    private void run(Measure measure) {
        try {
            bytes.set(measure.bytes());
        } catch (RuntimeFailure later) {
            return;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
