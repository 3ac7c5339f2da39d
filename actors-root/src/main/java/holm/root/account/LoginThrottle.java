package holm.root.account;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down who guesses passwords. Only failures count: {@code oak} logs in for every command. Each name from each address,
 * and each address, may fail some times, and once more each second; nobody is locked out for longer, and nobody can lock out
 * somebody elsewhere. Thread-safe.
 */
final class LoginThrottle {
    private final Clock clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > AccountLimits.THROTTLED;
        }
    };

    private record Bucket(double left, long atMillis) {}

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    /** @throws RefusalException {@code TOO_OFTEN} */
    synchronized void check(String address, String name) {
        if (left(byName(address, name), AccountLimits.FAILURES_BY_NAME) < 1
                || left(byAddress(address), AccountLimits.FAILURES_BY_ADDRESS) < 1) {
            throw new RefusalException(
                    Refusal.of(Refusal.Kind.TOO_OFTEN, "too-many-failures", "too many wrong passwords; wait a second"));
        }
    }

    synchronized void failed(String address, String name) {
        take(byName(address, name), AccountLimits.FAILURES_BY_NAME);
        take(byAddress(address), AccountLimits.FAILURES_BY_ADDRESS);
    }

    private void take(String key, int size) {
        buckets.put(key, new Bucket(left(key, size) - 1, clock.millis()));
    }

    private double left(String key, int size) {
        var bucket = buckets.get(key);
        if (bucket == null) {
            return size;
        }
        var seconds = Math.max(0, clock.millis() - bucket.atMillis()) / 1_000.0;
        return Math.min(size, bucket.left() + seconds * AccountLimits.FAILURES_BACK_PER_SECOND);
    }

    private static String byName(String address, String name) {
        return address + " " + name;
    }

    private static String byAddress(String address) {
        return address;
    }
}
