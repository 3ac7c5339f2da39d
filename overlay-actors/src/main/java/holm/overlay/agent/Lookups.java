package holm.overlay.agent;

import holm.domain.ServiceId;
import holm.domain.route.Question;
import holm.domain.route.RouteTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who waits for the answer to which question. Bounded, by a time that is passed in. Confined to one thread. */
final class Lookups {
    /** Destinations that are asked about at the same time: a scan of a subnet holds up nobody else. */
    static final int MOST = 1_024;

    /** A little more than a cluster takes to ask its root. */
    static final Duration PATIENCE = Duration.ofMillis(2_500);

    private record Open(long sinceNanos, @Nullable ServiceId service, List<Consumer<Optional<RouteTable>>> askers) {}

    /**
     * A question that is answered.
     *
     * @param nanos how long it took
     */
    record Answered(Question question, long nanos, List<Consumer<Optional<RouteTable>>> askers) {
        void tell(Optional<RouteTable> table) {
            askers.forEach(asker -> asker.accept(table));
        }
    }

    /** In the order in which they were asked. */
    private final Map<Question, Open> open = new LinkedHashMap<>();

    /** @return whether the cluster has to be asked; otherwise it was asked already */
    boolean ask(Question question, Consumer<Optional<RouteTable>> asker, long nowNanos) {
        var asked = open.get(question);
        if (asked != null) {
            asked.askers().add(asker);
            return false;
        }
        open.put(question, new Open(nowNanos, null, new ArrayList<>(List.of(asker))));
        return true;
    }

    boolean isFull() {
        return open.size() >= MOST;
    }

    /** The cluster said whose it is; the table is still to come. */
    void resolved(Question question, ServiceId service) {
        open.computeIfPresent(question, (_, asked) -> new Open(asked.sinceNanos(), service, asked.askers()));
    }

    /**
     * @param means whether a question is about this service, as far as is known here
     * @return every question that its table answers
     */
    List<Answered> answeredBy(ServiceId service, Predicate<Question> means, long nowNanos) {
        return close((question, asked) -> service.equals(asked.service()) || means.test(question), nowNanos);
    }

    List<Answered> nobodyHas(Question question, long nowNanos) {
        return close((other, _) -> other.equals(question), nowNanos);
    }

    List<Answered> overdue(long nowNanos) {
        return close((_, asked) -> nowNanos - asked.sinceNanos() >= PATIENCE.toNanos(), nowNanos);
    }

    List<Answered> all(long nowNanos) {
        return close((_, _) -> true, nowNanos);
    }

    private List<Answered> close(BiPredicate<Question, Open> which, long nowNanos) {
        var closed = new ArrayList<Answered>();
        open.entrySet().removeIf(entry -> {
            var isClosed = which.test(entry.getKey(), entry.getValue());
            if (isClosed) {
                closed.add(new Answered(
                        entry.getKey(),
                        nowNanos - entry.getValue().sinceNanos(),
                        entry.getValue().askers()));
            }
            return isClosed;
        });
        return closed;
    }
}
