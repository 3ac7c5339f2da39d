package holm.overlay.agent;

import holm.domain.ServiceId;
import holm.domain.route.RouteTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who waits for which address or name. Bounded, by a time that is passed in. Confined to one thread. */
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
    record Answered(String key, long nanos, List<Consumer<Optional<RouteTable>>> askers) {
        void tell(Optional<RouteTable> table) {
            askers.forEach(asker -> asker.accept(table));
        }
    }

    /** In the order in which they were asked. */
    private final Map<String, Open> open = new LinkedHashMap<>();

    /** @return whether the cluster has to be asked; otherwise it was asked already */
    boolean ask(String key, Consumer<Optional<RouteTable>> asker, long nowNanos) {
        var asked = open.get(key);
        if (asked != null) {
            asked.askers().add(asker);
            return false;
        }
        open.put(key, new Open(nowNanos, null, new ArrayList<>(List.of(asker))));
        return true;
    }

    boolean isFull() {
        return open.size() >= MOST;
    }

    /** The cluster said whose it is; the table is still to come. */
    void resolved(String key, ServiceId service) {
        open.computeIfPresent(key, (_, asked) -> new Open(asked.sinceNanos(), service, asked.askers()));
    }

    /** @return every question that this table answers */
    List<Answered> answeredBy(RouteTable table, long nowNanos) {
        var keys = new HashMap<String, Boolean>();
        table.keys().forEach(key -> keys.put(key, true));
        return close((key, asked) -> keys.containsKey(key) || table.service().equals(asked.service()), nowNanos);
    }

    List<Answered> nobodyHas(String key, long nowNanos) {
        return close((other, _) -> other.equals(key), nowNanos);
    }

    List<Answered> overdue(long nowNanos) {
        return close((_, asked) -> nowNanos - asked.sinceNanos() >= PATIENCE.toNanos(), nowNanos);
    }

    List<Answered> all(long nowNanos) {
        return close((_, _) -> true, nowNanos);
    }

    private List<Answered> close(java.util.function.BiPredicate<String, Open> which, long nowNanos) {
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
