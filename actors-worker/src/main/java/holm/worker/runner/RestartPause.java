package holm.worker.runner;

import java.time.Duration;

/** How long to wait before an instance is started again (architecture.md 5, Failure). */
final class RestartPause {
    private static final Duration FIRST = Duration.ofSeconds(1);

    /** A service that cannot start costs next to nothing, and is back soon after what it needs is. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** Who ran that long is well; its next end is a first one again. */
    private static final Duration WELL = Duration.ofMinutes(10);

    /** Beyond it the longest pause is reached. */
    private static final int MOST_DOUBLINGS = 20;

    private RestartPause() {}

    /** @param failures ends in a row, from 1 */
    static Duration after(int failures) {
        var doubled = FIRST.multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    /** @return how many ends in a row there are after one more */
    static int count(int failures, long lastedMillis) {
        return lastedMillis >= WELL.toMillis() ? 1 : failures + 1;
    }
}
