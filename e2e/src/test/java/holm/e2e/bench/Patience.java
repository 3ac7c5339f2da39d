package holm.e2e.bench;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a moment and measures when it came. */
public final class Patience {
    private static final Duration LOOK_EVERY = Duration.ofMillis(2);

    private Patience() {}

    /** @return nanoseconds that it took */
    public static long until(String what, Duration most, Callable<Boolean> isTrue) throws Exception {
        var started = System.nanoTime();
        while (!isTrue.call()) {
            if (System.nanoTime() - started > most.toNanos()) {
                throw new IllegalStateException("%s did not happen within %d s".formatted(what, most.toSeconds()));
            }
            Thread.sleep(LOOK_EVERY);
        }
        return System.nanoTime() - started;
    }
}
