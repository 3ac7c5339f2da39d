package holm.overlay.dns;

import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.address.AddressPair;
import holm.domain.address.Policies;
import holm.domain.descriptor.ServiceName;
import holm.domain.route.RouteTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names of the route tables that a worker has, found by name and by address, and whose instances ask. Thread-safe; readers never
 * wait.
 */
public final class KnownNames implements NameTable {
    private static final char SEPARATOR = '.';

    /** By folded name from the top down ({@code app ns.app.ns.service.}), so that what is below a parent stands together. */
    private final ConcurrentSkipListMap<String, List<RouteTable>> byName = new ConcurrentSkipListMap<>();

    private final Map<String, Named> byAddress = new ConcurrentHashMap<>();
    private final Map<String, InstanceId> clients = new ConcurrentHashMap<>();

    /** What stands in the first two maps. */
    private final Map<ServiceId, RouteTable> tables = new ConcurrentHashMap<>();

    private final Policies policies;

    /** The id as well, because a service may come again under its name and with its addresses. */
    private record Named(ServiceId service, AddressName name) {}

    public KnownNames(Policies policies) {
        this.policies = policies;
    }

    /** Takes the place of an older table of the service; an older one than that which is here changes nothing. */
    public synchronized void put(RouteTable table) {
        var before = tables.get(table.service());
        if (before != null && before.version() > table.version()) {
            return;
        }
        tables.put(table.service(), table);
        var addresses = addresses(table);
        byAddress.putAll(addresses);
        if (before != null) {
            forget(before, addresses.keySet());
        }
        byName.merge(key(table.name()), List.of(table), (held, added) -> with(held, table));
    }

    public synchronized void remove(ServiceId service) {
        var before = tables.remove(service);
        if (before != null) {
            forget(before, List.of());
            byName.computeIfPresent(key(before.name()), (key, held) -> without(held, service));
        }
    }

    /** It asks from these namespace addresses from now on. To be said before it starts. */
    public void attached(InstanceId instance, List<String> addresses) {
        addresses.forEach(address -> clients.put(address, instance));
    }

    /** To be said before somebody else gets its addresses. */
    public void detached(InstanceId instance) {
        clients.values().removeIf(instance::equals);
    }

    @Override
    public Optional<RouteTable> byName(ServiceName name, Optional<Asker> asker) {
        var held = meant(byName.getOrDefault(key(name), List.of()), asker).toList();
        return held.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .or(() -> held.stream().findFirst());
    }

    @Override
    public boolean isParent(List<String> labels, Optional<Asker> asker) {
        var above = fold(labels.reversed().stream());
        return byName.tailMap(above, true).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(above))
                .flatMap(entry -> meant(entry.getValue(), asker))
                .findFirst()
                .isPresent();
    }

    @Override
    public Optional<AddressName> byAddress(String address) {
        return Optional.ofNullable(byAddress.get(address)).map(Named::name);
    }

    /** The table of an instance's own service is here before the instance starts. */
    @Override
    public Optional<Asker> askerAt(String client) {
        return Optional.ofNullable(clients.get(client))
                .map(InstanceId::service)
                .map(service -> new Asker(
                        service, Optional.ofNullable(tables.get(service)).map(RouteTable::about)));
    }

    @Override
    public boolean isPolicy(String word) {
        return policies.tryOf(word).isPresent();
    }

    private static Stream<RouteTable> meant(List<RouteTable> held, Optional<Asker> asker) {
        return held.stream()
                .filter(table ->
                        asker.map(somebody -> somebody.mayMean(table.about())).orElse(true));
    }

    private void forget(RouteTable table, Collection<String> except) {
        addresses(table).forEach((address, owner) -> {
            if (!except.contains(address)) {
                byAddress.remove(address, owner); // unless another service has it by now
            }
        });
    }

    private static Map<String, Named> addresses(RouteTable table) {
        var owners = new HashMap<String, Named>();
        for (var endpoint : table.endpoints()) {
            var number = new Which.ByNumber(endpoint.instance().number());
            add(owners, table, number, endpoint.namespaceAddresses());
            add(owners, table, number, endpoint.instanceAddresses());
        }
        table.addresses().forEach((policy, addresses) -> add(owners, table, new Which.ByPolicy(policy), addresses));
        return owners;
    }

    private static void add(Map<String, Named> owners, RouteTable table, Which which, AddressPair addresses) {
        var owner = new Named(table.service(), new AddressName(table.name(), which));
        addresses.texts().forEach(address -> owners.put(address, owner));
    }

    /** The newest first, because of two with one name the other is about to go. */
    private static List<RouteTable> with(List<RouteTable> held, RouteTable table) {
        var others = held.stream().filter(other -> !other.service().equals(table.service()));
        return Stream.concat(Stream.of(table), others).toList();
    }

    /** @return null, as the map wants it, when nothing is left */
    private static @Nullable List<RouteTable> without(List<RouteTable> held, ServiceId service) {
        var rest =
                held.stream().filter(table -> !table.service().equals(service)).toList();
        return rest.isEmpty() ? null : rest;
    }

    private static String key(ServiceName name) {
        return fold(
                Stream.of(name.applicationNamespace(), name.application(), name.serviceNamespace(), name.service()));
    }

    /** Names have letters and digits only, so the separator parts them unmistakably. */
    private static String fold(Stream<String> labels) {
        return labels.map(label -> label.toLowerCase(Locale.ROOT) + SEPARATOR).collect(Collectors.joining());
    }
}
