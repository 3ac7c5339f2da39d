package holm.cluster.routes;

import holm.domain.ServiceId;
import holm.domain.route.RouteTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What owners of routes are busy with, for whoever only looks: which services are wanted of the root, and under which addresses and
 * names they are known. Thread-safe.
 */
public final class RoutesBoard {
    private record Wanted(long version, List<String> keys) {}

    private final Map<ServiceId, Wanted> wanted = new HashMap<>();
    private final Map<String, ServiceId> byKey = new HashMap<>();

    /**
     * @param version of what the root said of it last; 0 before
     * @param table what is known of it
     */
    synchronized void wanted(ServiceId service, long version, Optional<RouteTable> table) {
        unwanted(service);
        var keys = table.map(RouteTable::keys).stream().flatMap(all -> all).toList();
        wanted.put(service, new Wanted(version, keys));
        keys.forEach(key -> byKey.put(key, service));
    }

    synchronized void unwanted(ServiceId service) {
        var before = wanted.remove(service);
        if (before != null) {
            before.keys().forEach(key -> byKey.remove(key, service));
        }
    }

    /** @return the services that workers here want, with the version of what the root said last */
    public synchronized Map<ServiceId, Long> wanted() {
        var all = new HashMap<ServiceId, Long>();
        wanted.forEach((service, known) -> all.put(service, known.version()));
        return all;
    }

    /** @return whose this address or name is, among the services that workers here want */
    synchronized Optional<ServiceId> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** @return how many services workers here want */
    public synchronized int size() {
        return wanted.size();
    }
}
