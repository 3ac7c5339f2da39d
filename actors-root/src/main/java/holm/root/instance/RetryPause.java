package holm.root.instance;

import java.time.Duration;

/** How long an instance without a place waits before it asks again by itself; more room wakes it earlier. Pure. */
final class RetryPause {
    private static final Duration FIRST = Duration.ofSeconds(1);

    /** A cluster that came back without saying that it has more room is found within a minute. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** 2^6 seconds is beyond the longest. */
    private static final int MOST_DOUBLINGS = 6;

    private RetryPause() {}

    /** @param attempts how often it found no place in a row, from 0 */
    static Duration after(int attempts) {
        var pause = FIRST.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
