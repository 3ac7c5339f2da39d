package holm.cluster.routes;

import holm.domain.route.Question;
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
    private final Map<Question, Open<A>> open = new LinkedHashMap<>();
    /** In the order in which they end: when each stops to be unknown. */
    private final Map<Question, Long> unknown = new LinkedHashMap<>();

    /**
     * @param most questions that are open, and as many that nobody had an answer to
     * @param patience how long an answer may take
     * @param unknownFor how long the root is not asked again what nobody had an answer to
     */
    Questions(int most, Duration patience, Duration unknownFor) {
        this.most = most;
        this.patienceNanos = patience.toNanos();
        this.unknownNanos = unknownFor.toNanos();
    }

    Fate ask(Question question, A asker, long nowNanos) {
        var asked = open.get(question);
        if (asked != null) {
            asked.askers().add(asker);
            return Fate.WAIT;
        }
        var until = unknown.get(question);
        if ((until != null && until - nowNanos > 0) || open.size() >= most) {
            return Fate.UNKNOWN;
        }
        open.put(question, new Open<>(nowNanos, new ArrayList<>(List.of(asker))));
        return Fate.ASK;
    }

    /** @return who asked for it */
    List<A> known(Question question) {
        unknown.remove(question);
        return close(question);
    }

    /** Nobody has it. @return who asked for it */
    List<A> unknown(Question question, long nowNanos) {
        unknown.remove(question);
        if (unknown.size() >= most) {
            unknown.remove(unknown.keySet().iterator().next());
        }
        unknown.put(question, nowNanos + unknownNanos);
        return close(question);
    }

    /** @return who is not answered in time, by question; they may ask again at once */
    Map<Question, List<A>> overdue(long nowNanos) {
        unknown.values().removeIf(until -> until - nowNanos <= 0);
        var late = new HashMap<Question, List<A>>();
        open.entrySet().removeIf(entry -> {
            var isLate = nowNanos - entry.getValue().sinceNanos() >= patienceNanos;
            if (isLate) {
                late.put(entry.getKey(), entry.getValue().askers());
            }
            return isLate;
        });
        return late;
    }

    private List<A> close(Question question) {
        var asked = open.remove(question);
        return asked == null ? List.of() : asked.askers();
    }
}
