package holm.overlay;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Lets one line pass in a while, however often there would be something to say. Thread-safe. */
public final class LogBrake {
    private final long pauseNanos;
    private final LongSupplier nanoTime;
    private boolean spoke;
    private long lastNanos;
    private long leftOut;

    /** @param nanoTime nanoseconds that never go back */
    public LogBrake(Duration pause, LongSupplier nanoTime) {
        this.pauseNanos = pause.toNanos();
        this.nanoTime = nanoTime;
    }

    /** @return how many were left out since the last one, when it is time for a line */
    public synchronized OptionalLong pass() {
        var now = nanoTime.getAsLong();
        if (spoke && now - lastNanos < pauseNanos) {
            leftOut++;
            return OptionalLong.empty();
        }
        var since = leftOut;
        spoke = true;
        lastNanos = now;
        leftOut = 0;
        return OptionalLong.of(since);
    }
}
