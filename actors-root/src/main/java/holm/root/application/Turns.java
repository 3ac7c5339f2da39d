package holm.root.application;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One change of an application at a time: a service that is added while its application is being deleted would belong to nobody.
 * One root writes, so a lock in memory is enough. Thread-safe.
 */
final class Turns {
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();

    /** @param waiting how many hold or wait for the lock, so that it can be forgotten after the last */
    private record Turn(ReentrantLock lock, int waiting) {}

    <T> T inTurn(String key, Supplier<T> work) {
        var turn = turns.compute(
                key,
                (_, now) -> now == null ? new Turn(new ReentrantLock(), 1) : new Turn(now.lock(), now.waiting() + 1));
        turn.lock().lock();
        try {
            return work.get();
        } finally {
            turn.lock().unlock();
            turns.computeIfPresent(
                    key, (_, now) -> now.waiting() == 1 ? null : new Turn(now.lock(), now.waiting() - 1));
        }
    }
}
