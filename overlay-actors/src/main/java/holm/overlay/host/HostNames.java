package holm.overlay.host;

import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.address.Policies;
import holm.domain.descriptor.ServiceName;
import holm.domain.route.RouteTable;
import holm.overlay.dns.AddressName;
import holm.overlay.dns.KnownNames;
import holm.overlay.dns.NameTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The names of the tables that are installed here, and whose instance asks. Thread-safe. */
final class HostNames implements NameTable {
    private final Policies policies;
    private final KnownNames known = new KnownNames();
    private final Map<ServiceId, ServiceName> services = new ConcurrentHashMap<>();
    private final Map<String, InstanceId> clients = new ConcurrentHashMap<>();

    HostNames(Policies policies) {
        this.policies = policies;
    }

    void put(RouteTable table) {
        services.put(table.service(), table.name());
        known.put(table);
    }

    void remove(ServiceId service) {
        services.remove(service);
        known.remove(service);
    }

    /** An instance asks from these namespace addresses from now on. */
    void attached(InstanceId instance, List<String> addresses) {
        addresses.forEach(address -> clients.put(address, instance));
    }

    void detached(InstanceId instance) {
        clients.values().removeIf(instance::equals);
    }

    @Override
    public Optional<RouteTable> byName(ServiceName name) {
        return known.byName(name);
    }

    @Override
    public boolean isParent(List<String> labels) {
        return known.isParent(labels);
    }

    @Override
    public Optional<AddressName> byAddress(String address) {
        return known.byAddress(address);
    }

    /** The table of an instance's own service is here before the instance starts. */
    @Override
    public Optional<ServiceName> serviceAt(String client) {
        return Optional.ofNullable(clients.get(client)).map(InstanceId::service).map(services::get);
    }

    @Override
    public boolean isPolicy(String word) {
        return policies.tryOf(word).isPresent();
    }
}
