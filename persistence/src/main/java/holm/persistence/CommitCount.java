package holm.persistence;

import java.sql.SQLException;
import java.util.concurrent.atomic.LongAdder;

/** Counts the writing commits of one store since it was opened: what an operator sees of its disk. Thread-safe. */
public final class CommitCount implements Durability {
    private final Durability durability;
    private final LongAdder durable = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder waitedNanos = new LongAdder();

    CommitCount(Durability durability) {
        this.durability = durability;
    }

    /** @return commits that are on disk */
    public long durable() {
        return durable.sum();
    }

    /** @return commits that were refused, or of which nobody knows whether they are on disk */
    public long failed() {
        return failed.sum();
    }

    /** @return seconds that all commits together waited to be on disk */
    public double waitedSeconds() {
        return waitedNanos.sum() / 1e9;
    }

    @Override
    public long begin() throws SQLException {
        try {
            return durability.begin();
        } catch (SQLException refused) {
            failed.increment();
            throw refused;
        }
    }

    @Override
    public void await(long epoch) throws SQLException {
        var began = System.nanoTime();
        try {
            durability.await(epoch);
            durable.increment();
        } catch (SQLException unknown) {
            failed.increment();
            throw unknown;
        } finally {
            waitedNanos.add(System.nanoTime() - began);
        }
    }
}
