package holm.overlay;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The versions of all tables of one process: each is larger than any before, also after a restart, without being stored, because
 * the database's generation grows with each start (decision 0008). Thread-safe.
 */
public final class Versions implements LongSupplier {
    /** Four thousand million changes between two starts: 136 years at one a second. */
    private static final int BITS_OF_A_RUN = 32;

    private final AtomicLong last;

    /** @param generation of the database, below 2³¹ */
    public Versions(long generation) {
        last = new AtomicLong(generation << BITS_OF_A_RUN);
    }

    @Override
    public long getAsLong() {
        return last.incrementAndGet();
    }
}
