package holm.wire.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling, with jitter, so that many peers do not come back in the same moment.
 *
 * @param first the pause after the first failure
 * @param longest no pause is longer
 */
public record BackOff(Duration first, Duration longest) {
    /** Towards an upper tier: short enough that everybody is back within 5 s of its start. */
    public static final BackOff LINK = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(3));

    /** A session of this length was no failure. */
    private static final Duration WELL = Duration.ofSeconds(10);

    /** Beyond it the longest pause is reached whatever the first one is. */
    private static final int MOST_DOUBLINGS = 30;

    /**
     * @param failures how many attempts failed in a row before a session that has ended now
     * @param lasted how long that was; whoever is sent away at once, again and again, comes back more and more slowly
     * @return how many count as failed in a row now
     */
    static int failures(int failures, Duration lasted) {
        return lasted.compareTo(WELL) >= 0 ? 1 : failures + 1;
    }

    /**
     * @param failures how many attempts failed in a row; 0 and 1 give the first pause
     * @return between a half and the whole of the doubled pause
     */
    public Duration pause(int failures, RandomGenerator random) {
        var doublings = Math.clamp(failures - 1L, 0, MOST_DOUBLINGS);
        var millis = Math.min(longest.toMillis(), first.toMillis() << doublings);
        return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
    }
}
