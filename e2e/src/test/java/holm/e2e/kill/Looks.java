package holm.e2e.kill;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * How looking went. A failure shows the findings of the last look that came to its end, however long ago that was: an engine, an
 * API or a machine that stood still since looks like a Holm that did nothing. Thread-safe.
 */
final class Looks {
    private static final String NOTHING = "nothing: it had ended";

    private final long sinceNanos = System.nanoTime();
    private long beganNanos = sinceNanos;
    private long longestNanos;
    private int count;
    private String waitsFor = NOTHING;

    synchronized void begin() {
        beganNanos = System.nanoTime();
        count++;
        waitFor("podman");
    }

    synchronized void waitFor(String whom) {
        waitsFor = whom;
    }

    synchronized void end() {
        longestNanos = Math.max(longestNanos, System.nanoTime() - beganNanos);
        waitFor(NOTHING);
    }

    @Override
    public synchronized String toString() {
        return "look %d began %d ms after the first and waited for %s; the longest of the others took %d ms"
                .formatted(
                        count,
                        NANOSECONDS.toMillis(beganNanos - sinceNanos),
                        waitsFor,
                        NANOSECONDS.toMillis(longestNanos));
    }
}
