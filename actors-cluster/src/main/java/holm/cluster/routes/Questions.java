package holm.cluster.routes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the root was asked and what it did not know lately, by a time that is passed in. Both are bounded: whoever asks for too much is
 * answered that nobody has it.
 *
 * @param <A> whoever asks
 */
final class Questions<A> {
    /** What becomes of a question. */
    enum Fate {
        /** The root has to be asked. */
        ASK,
        /** It was asked already. */
        WAIT,
        /** Nobody has it. */
        UNKNOWN
    }

    private record Open<A>(long sinceNanos, List<A> askers) {}

    private final int most;
    private final long patienceNanos;
    private final long unknownNanos;
    /** In the order in which they were asked. */
    private final Map<String, Open<A>> open = new LinkedHashMap<>();
    /** In the order in which they end: when each stops to be unknown. */
    private final Map<String, Long> unknown = new LinkedHashMap<>();

    /**
     * @param most questions, and keys that are nobody's
     * @param patience how long an answer may take
     * @param unknownFor how long a key is nobody's
     */
    Questions(int most, Duration patience, Duration unknownFor) {
        this.most = most;
        this.patienceNanos = patience.toNanos();
        this.unknownNanos = unknownFor.toNanos();
    }

    Fate ask(String key, A asker, long nowNanos) {
        var asked = open.get(key);
        if (asked != null) {
            asked.askers().add(asker);
            return Fate.WAIT;
        }
        var until = unknown.get(key);
        if ((until != null && until - nowNanos > 0) || open.size() >= most) {
            return Fate.UNKNOWN;
        }
        open.put(key, new Open<>(nowNanos, new ArrayList<>(List.of(asker))));
        return Fate.ASK;
    }

    /** @return who asked for it */
    List<A> known(String key) {
        unknown.remove(key);
        return close(key);
    }

    /** Nobody has it. @return who asked for it */
    List<A> unknown(String key, long nowNanos) {
        unknown.remove(key);
        if (unknown.size() >= most) {
            unknown.remove(unknown.keySet().iterator().next());
        }
        unknown.put(key, nowNanos + unknownNanos);
        return close(key);
    }

    /** @return who is not answered in time, by key; they may ask again at once */
    Map<String, List<A>> overdue(long nowNanos) {
        unknown.values().removeIf(until -> until - nowNanos <= 0);
        var late = new HashMap<String, List<A>>();
        open.entrySet().removeIf(entry -> {
            var isLate = nowNanos - entry.getValue().sinceNanos() >= patienceNanos;
            if (isLate) {
                late.put(entry.getKey(), entry.getValue().askers());
            }
            return isLate;
        });
        return late;
    }

    private List<A> close(String key) {
        var asked = open.remove(key);
        return asked == null ? List.of() : asked.askers();
    }
}
