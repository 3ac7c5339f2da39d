package holm.overlay.agent;

import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.message.OverlayUpdate;
import holm.domain.route.Endpoint;
import holm.domain.route.KeyIndex;
import holm.domain.route.Question;
import holm.domain.route.RouteTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tables that a worker has, and the keys under which they are found. Confined to one thread. */
public final class TableBook {
    /** What became of a message. */
    public sealed interface Outcome {
        /** @param table as it is now */
        record Taken(RouteTable table) implements Outcome {}

        /** It does not follow on what is here: the whole table is needed. */
        record Gap() implements Outcome {}
    }

    private final Map<ServiceId, RouteTable> tables = new HashMap<>();
    private final KeyIndex keys = new KeyIndex();

    /**
     * Replaces a table. What the sender has not heard of yet stays as it was: endpoints of other clusters, fellows, weights and account.
     *
     * @param whole all parts as one
     */
    public Outcome.Taken take(OverlayUpdate.Routes whole) {
        var endpoints = new TreeMap<InstanceId, Endpoint>();
        if (!whole.complete()) {
            find(whole.table().service()).map(RouteTable::endpoints).orElse(List.of()).stream()
                    .filter(endpoint -> !whole.known().contains(endpoint.cluster()))
                    .forEach(endpoint -> endpoints.put(endpoint.instance(), endpoint));
        }
        whole.table().endpoints().forEach(endpoint -> endpoints.merge(endpoint.instance(), endpoint, TableBook::newer));
        var table = find(whole.table().service()).map(whole.table()::orSaidBy).orElse(whole.table());
        return put(table.with(table.version(), endpoints.values()).weighed());
    }

    public Outcome take(OverlayUpdate.RoutesChanged changed) {
        var before = tables.get(changed.service());
        if (before == null || before.version() != changed.from()) {
            return new Outcome.Gap();
        }
        var endpoints = new TreeMap<InstanceId, Endpoint>();
        before.endpoints().forEach(endpoint -> endpoints.put(endpoint.instance(), endpoint));
        changed.present().forEach(endpoint -> endpoints.put(endpoint.instance(), endpoint));
        changed.gone().forEach(endpoints::remove);
        return put(before.with(changed.to(), endpoints.values()).weighed());
    }

    /** What an earlier process had. */
    void restore(RouteTable table) {
        put(table);
    }

    void remove(ServiceId service) {
        tables.remove(service);
        keys.remove(service);
    }

    public Optional<RouteTable> find(ServiceId service) {
        return Optional.ofNullable(tables.get(service));
    }

    Optional<RouteTable> find(Question question) {
        return keys.find(question).flatMap(this::find);
    }

    Collection<RouteTable> all() {
        return List.copyOf(tables.values());
    }

    int size() {
        return tables.size();
    }

    private Outcome.Taken put(RouteTable table) {
        tables.put(table.service(), table);
        keys.put(table);
        return new Outcome.Taken(table);
    }

    private static Endpoint newer(Endpoint one, Endpoint other) {
        return one.fence().isOlderThan(other.fence()) ? other : one;
    }
}
