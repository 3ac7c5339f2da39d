package holm.e2e.support;

import java.util.Random;

/** Where a run's choices come from: {@code -Dholm.seed=N} repeats it. */
public record Seed(long value) {
    /** @return the wished seed, or a new one; it is printed, so that a failure can be repeated */
    public static Seed print(String who) {
        var wished = Long.getLong("holm.seed");
        var seed = new Seed(wished == null ? System.nanoTime() & 0xffff_ffffL : wished);
        System.out.printf("%s: seed %d (repeat with -Dholm.seed=%d)%n", who, seed.value, seed.value);
        return seed;
    }

    public Random random() {
        return new Random(value);
    }
}
