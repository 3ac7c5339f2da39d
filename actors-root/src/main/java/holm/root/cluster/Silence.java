package holm.root.cluster;

import java.time.Duration;

/**
 * How long a cluster has been silent, by this root's own ticks. A tick that comes late (a paused process, a suspended machine)
 * starts the count again: whoever slept cannot say who was silent meanwhile.
 *
 * @param lasted how long, in punctual ticks
 * @param tickedAt when time last went by, since any fixed moment of a clock that never goes back
 */
record Silence(Duration lasted, Duration tickedAt) {
    /** A tick that is this many times overdue is a pause of this process; a busy machine is late by less. */
    private static final int LATE = 3;

    static Silence since(Duration now) {
        return new Silence(Duration.ZERO, now);
    }

    /** Silence that was already going on when it was noticed. */
    static Silence alreadyFor(Duration lasted, Duration now) {
        return new Silence(lasted, now);
    }

    Silence tick(Duration now, Duration interval) {
        var gap = now.minus(tickedAt);
        return gap.compareTo(interval.multipliedBy(LATE)) > 0 ? since(now) : new Silence(lasted.plus(gap), now);
    }

    boolean isLongerThan(Duration limit) {
        return lasted.compareTo(limit) > 0;
    }
}
