package holm.persistence;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that syncs for all commits that wait. A commit that finished before a sync began is covered by it, so a hundred
 * waiting commits cost one sync. When a sync fails, everything that waited fails, the database is thrown away in memory and opened
 * again from its file: nothing is ever read that is not on disk.
 */
final class GroupedSync implements Durability, AutoCloseable {
    /** The database as the sync thread sees it. Used by that thread alone. */
    interface Disk extends AutoCloseable {
        /** Everything committed so far is on disk after it. */
        void sync() throws SQLException;

        /** Forgets what is only in memory, and opens from the file. */
        void reopen() throws SQLException;

        @Override
        void close() throws SQLException;
    }

    /** How soon a broken database is tried again; a person who frees disk space should not wait. */
    private static final Duration RETRY = Duration.ofMillis(500);
    /** A commit gives up before Pekko's circuit breaker (10 s) does, to tell the real cause. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    /** Each sync rewrites whole pages (80 KiB measured): a thousand a second bound the file and spare flash memory. */
    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(1);
    /** A disk that needs longer than this for one sync is reported as slow. */
    private static final Duration SLOW = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(GroupedSync.class);

    private final Disk disk;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    // Guarded by lock.
    private CompletableFuture<Void> waiting = new CompletableFuture<>();
    private int waiters;
    private boolean closed;
    private long epoch = 1;
    private @Nullable String broken;
    private long syncBeganNanos;
    private Runnable reopened = () -> {};
    private boolean syncing;

    GroupedSync(String name, Disk disk) {
        this.disk = disk;
        thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    @Override
    public long begin() throws SQLException {
        lock.lock();
        try {
            if (broken != null || closed) {
                throw new SQLTransientException(broken == null ? "the store is closed" : broken);
            }
            return epoch;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void await(long committedIn) throws SQLException {
        CompletableFuture<Void> mine;
        lock.lock();
        try {
            if (committedIn != epoch || broken != null || closed) {
                throw unknown(broken == null ? "the database was reopened" : broken, null);
            }
            mine = waiting;
            waiters++;
            wanted.signal();
        } finally {
            lock.unlock();
        }
        try {
            mine.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unknown(String.valueOf(e.getMessage()), e);
        } catch (TimeoutException e) {
            throw unknown("the disk did not sync within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("interrupted", e);
        }
    }

    /** @return why nothing can be written now, or null */
    @Nullable
    String trouble() {
        lock.lock();
        try {
            if (broken != null) {
                return broken;
            }
            return syncing && System.nanoTime() - syncBeganNanos > SLOW.toNanos()
                    ? "the disk has been syncing for more than " + SLOW.toSeconds() + " s"
                    : null;
        } finally {
            lock.unlock();
        }
    }

    void whenReopened(Runnable action) {
        lock.lock();
        try {
            reopened = action;
        } finally {
            lock.unlock();
        }
    }

    /** @return how many commits the next sync will cover */
    int waiters() {
        lock.lock();
        try {
            return waiters;
        } finally {
            lock.unlock();
        }
    }

    /** Syncs for whoever still waits, then ends. */
    @Override
    public void close() throws SQLException {
        lock.lock();
        try {
            closed = true;
            wanted.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        disk.close();
    }

    private void run() {
        for (var batch = next(); batch != null; batch = next()) {
            try {
                var began = System.nanoTime();
                disk.sync();
                done();
                batch.complete(null);
                sayIfSlow(System.nanoTime() - began);
                LockSupport.parkNanos(began + SHORTEST_PERIOD.toNanos() - System.nanoTime());
            } catch (SQLException | RuntimeException e) {
                fail(batch, e);
                recover();
            }
        }
    }

    /** Everybody waited meanwhile: whoever looks for the cause of a delay finds it here. */
    private static void sayIfSlow(long nanos) {
        if (nanos > SLOW.toNanos()) {
            LOG.warn("the disk needed {} ms for one sync", TimeUnit.NANOSECONDS.toMillis(nanos));
        }
    }

    /** @return the commits of the next sync, or null at the end */
    private @Nullable CompletableFuture<Void> next() {
        lock.lock();
        try {
            while (waiters == 0) {
                if (closed) {
                    return null;
                }
                wanted.awaitUninterruptibly();
            }
            var batch = waiting;
            waiting = new CompletableFuture<>();
            waiters = 0;
            syncing = true;
            syncBeganNanos = System.nanoTime();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void done() {
        lock.lock();
        try {
            syncing = false;
        } finally {
            lock.unlock();
        }
    }

    private void fail(CompletableFuture<Void> batch, Exception cause) {
        CompletableFuture<Void> alsoWaiting;
        lock.lock();
        try {
            syncing = false;
            broken = "the database cannot write: " + cause.getMessage();
            alsoWaiting = waiting;
            waiting = new CompletableFuture<>();
            waiters = 0;
        } finally {
            lock.unlock();
        }
        batch.completeExceptionally(cause);
        alsoWaiting.completeExceptionally(cause);
    }

    /** Until it works again. The new epoch begins only after the reopened database has proved that it can sync. */
    private void recover() {
        while (true) {
            try {
                disk.reopen();
                disk.sync();
                lock.lock();
                try {
                    reopened.run();
                    epoch++;
                    broken = null;
                } finally {
                    lock.unlock();
                }
                return;
            } catch (SQLException | RuntimeException e) {
                if (waitToRetry(e)) {
                    return;
                }
            }
        }
    }

    /** @return whether the store was closed meanwhile */
    @SuppressWarnings("WaitNotInLoop") // woken for nothing, it tries a little earlier
    private boolean waitToRetry(Exception cause) {
        lock.lock();
        try {
            broken = "the database cannot write: " + cause.getMessage();
            if (!closed) {
                wanted.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
            }
            return closed;
        } catch (InterruptedException e) {
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static SQLException unknown(String why, @Nullable Throwable cause) {
        return new SQLNonTransientConnectionException(
                "committed, but whether it is on disk is unknown: " + why, "08007", cause);
    }
}
