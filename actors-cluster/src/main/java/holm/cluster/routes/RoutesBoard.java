package holm.cluster.routes;

import holm.domain.ServiceId;
import holm.domain.route.KeyIndex;
import holm.domain.route.Owner;
import holm.domain.route.RouteTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What owners of routes are busy with, for whoever only looks: which services are wanted of the root, and under which addresses and
 * names they are known. Thread-safe.
 */
public final class RoutesBoard {
    /** With the version of what the root said last. */
    private final Map<ServiceId, Long> wanted = new HashMap<>();

    private final KeyIndex keys = new KeyIndex();

    /**
     * @param version of what the root said of it last; 0 before
     * @param table what is known of it
     */
    synchronized void wanted(ServiceId service, long version, Optional<RouteTable> table) {
        wanted.put(service, version);
        table.ifPresentOrElse(keys::put, () -> keys.remove(service));
    }

    synchronized void unwanted(ServiceId service) {
        wanted.remove(service);
        keys.remove(service);
    }

    /** @return the services that workers here want, with the version of what the root said last */
    public synchronized Map<ServiceId, Long> wanted() {
        return Map.copyOf(wanted);
    }

    /** @return whose this address or name is, among the services that workers here want */
    synchronized Optional<ServiceId> find(String key) {
        return keys.find(key);
    }

    /** @return the same, for instances of this owner's services */
    synchronized Optional<ServiceId> find(String key, Owner asker) {
        return keys.find(key, asker);
    }

    /** @return empty when no worker here wants it, or nobody knows it yet */
    synchronized Optional<Owner> owner(ServiceId service) {
        return keys.owner(service);
    }

    /** @return how many services workers here want */
    public synchronized int size() {
        return wanted.size();
    }
}
