package holm.root.routes;

import holm.domain.ApplicationId;
import holm.domain.ClusterId;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.address.AddressPair;
import holm.domain.message.Addressing;
import holm.domain.route.Owner;
import holm.domain.route.Question;
import holm.domain.route.RoutedService;
import holm.root.instance.InstanceRow;
import holm.root.row.TypedRows;
import holm.root.service.ServiceRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whose an address or a name is. A copy of what rows say, kept by being told which row changed. Confined to one thread, but for
 * {@link #addressing}.
 */
public final class AddressIndex {
    private final TypedRows<ServiceRow> services;
    private final TypedRows<InstanceRow> instances;
    /** A name may be that of services of several accounts; an address has one owner, two only while it changes hands. */
    private final Map<String, NavigableSet<ServiceId>> byKey = new HashMap<>();
    /** Under which keys a row, named by its id, stands above. */
    private final Map<String, List<String>> keysOf = new HashMap<>();

    public AddressIndex(TypedRows<ServiceRow> services, TypedRows<InstanceRow> instances) {
        this.services = services;
        this.instances = instances;
    }

    /** @return under which addresses an instance is reached; empty for a service that is older than addresses. Thread-safe */
    public static Optional<Addressing> addressing(
            TypedRows<ServiceRow> services, ServiceId service, AddressPair instance) {
        return services.find(service.value())
                .map(ServiceRow::definition)
                .filter(definition -> !definition.addresses().isEmpty())
                .map(definition -> new Addressing(
                        definition.application(), definition.addresses(), instance, Optional.of(definition.owner())));
    }

    /** Reads every row once. */
    void load() {
        services.all().forEach(row -> serviceChanged(row.id()));
        instances.all().forEach(row -> instanceChanged(row.id()));
    }

    void serviceChanged(ServiceId service) {
        var keys = about(service).map(about -> about.keys().toList()).orElse(List.of());
        replace(service.value(), service, keys);
    }

    void instanceChanged(InstanceId instance) {
        var keys = instances
                .find(instance.toString())
                .map(row -> row.addresses().texts())
                .orElse(List.of());
        replace(instance.toString(), instance.service(), keys);
    }

    /**
     * @return whose it is for this asker: a service of its own account, or none. Who has no account is told, of several services of one
     *     name, always the same one, whatever comes or goes beside it
     */
    Optional<ServiceId> find(Question question) {
        var held = Optional.ofNullable(byKey.get(question.key())).stream().flatMap(Set::stream);
        return question.among(held, this::owner);
    }

    private Optional<Owner> owner(ServiceId service) {
        return services.find(service.value())
                .map(ServiceRow::definition)
                .map(definition -> new Owner(definition.application(), Optional.of(definition.owner())));
    }

    /** @return empty when there is no such service, or it is about to go, or it has no addresses */
    Optional<RoutedService> about(ServiceId service) {
        return services.find(service.value())
                .filter(row -> !row.deleting() && !row.definition().addresses().isEmpty())
                .map(row -> new RoutedService(
                        service,
                        row.definition().descriptor().name(),
                        row.definition().application(),
                        row.definition().descriptor().isolated(),
                        row.definition().addresses(),
                        row.definition().descriptor().isolated()
                                ? Optional.of(ofApplication(row.definition().application()))
                                : Optional.empty(),
                        Optional.of(row.weights()),
                        Optional.of(row.definition().owner())));
    }

    private Set<ServiceId> ofApplication(ApplicationId application) {
        return services.ofOwner(application.value()).map(ServiceRow::id).collect(Collectors.toUnmodifiableSet());
    }

    /** @return whether nobody has it or will have it any more; not while its instances are still being stopped */
    boolean isGone(ServiceId service) {
        return services.find(service.value()).isEmpty();
    }

    /** @return clusters that may have endpoints of it; a lost cluster has none */
    Set<ClusterId> clustersOf(ServiceId service) {
        return instances
                .ofOwner(service.value())
                .filter(row -> !row.stranded())
                .flatMap(row -> row.cluster().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @return whether this cluster may speak for this instance */
    boolean isIn(InstanceId instance, ClusterId cluster) {
        return instances
                .find(instance.toString())
                .flatMap(InstanceRow::cluster)
                .filter(cluster::equals)
                .isPresent();
    }

    private void replace(String row, ServiceId service, List<String> keys) {
        var before = keys.isEmpty() ? keysOf.remove(row) : keysOf.put(row, keys);
        if (before != null) {
            before.forEach(key -> byKey.computeIfPresent(key, (_, owners) -> {
                owners.remove(service);
                return owners.isEmpty() ? null : owners;
            }));
        }
        keys.forEach(key -> byKey.computeIfAbsent(key, _ -> new TreeSet<>()).add(service));
    }
}
