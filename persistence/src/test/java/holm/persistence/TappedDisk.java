package holm.persistence;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A disk that counts, and that a test can hold, break and mend. */
final class TappedDisk implements GroupedSync.Disk {
    final AtomicInteger syncs = new AtomicInteger();
    final AtomicInteger reopened = new AtomicInteger();
    private final GroupedSync.Disk disk;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean held;
    private boolean someoneIsHeld;
    private volatile boolean broken;

    TappedDisk(GroupedSync.Disk disk) {
        this.disk = disk;
    }

    /** Syncs that begin from now on wait. */
    void hold() {
        set(true);
    }

    void release() {
        set(false);
    }

    void breakDown() {
        broken = true;
    }

    void mend() {
        broken = false;
    }

    boolean holdsSomeone() {
        lock.lock();
        try {
            return someoneIsHeld;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void sync() throws SQLException {
        lock.lock();
        try {
            while (held) {
                someoneIsHeld = true;
                changed.awaitUninterruptibly();
            }
            someoneIsHeld = false;
        } finally {
            lock.unlock();
        }
        if (broken) {
            throw new SQLException("No space left on device");
        }
        disk.sync();
        syncs.incrementAndGet();
    }

    @Override
    public void reopen() throws SQLException {
        disk.reopen();
        reopened.incrementAndGet();
    }

    @Override
    public void close() throws SQLException {
        disk.close();
    }

    private void set(boolean now) {
        lock.lock();
        try {
            held = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
