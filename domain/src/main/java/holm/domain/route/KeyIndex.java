package holm.domain.route;

import holm.domain.ServiceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose an address or a name is, among the services that were put here. An address has two owners only while it changes hands, a name
 * one in each account; of several the one that was put last is meant. Confined to whoever holds it.
 */
public final class KeyIndex {
    private record Known(Owner owner, List<String> keys) {}

    private final Map<ServiceId, Known> services = new HashMap<>();
    /** Of each key, the one that was put last comes first. */
    private final Map<String, List<ServiceId>> byKey = new HashMap<>();

    /** Takes the place of an older table of the service. */
    public void put(RouteTable table) {
        var service = table.service();
        remove(service);
        var known = new Known(table.owner(), table.keys().distinct().toList());
        services.put(service, known);
        known.keys()
                .forEach(key -> byKey.merge(
                        key,
                        List.of(service),
                        (held, added) ->
                                Stream.concat(added.stream(), held.stream()).toList()));
    }

    public void remove(ServiceId service) {
        var before = services.remove(service);
        if (before != null) {
            before.keys().forEach(key -> byKey.computeIfPresent(key, (_, held) -> without(held, service)));
        }
    }

    /** @return whose it is for this asker; empty as well when the asker's own service is not here */
    public Optional<ServiceId> find(Question question) {
        return question.among(held(question.key()), this::owner);
    }

    /** @return whose it is for somebody without an account */
    public Optional<ServiceId> find(String key) {
        return held(key).findFirst();
    }

    /** @return whose it is for an instance of a service with this owner */
    public Optional<ServiceId> find(String key, Owner asker) {
        return asker.among(held(key), this::owner);
    }

    public Optional<Owner> owner(ServiceId service) {
        return Optional.ofNullable(services.get(service)).map(Known::owner);
    }

    private Stream<ServiceId> held(String key) {
        return byKey.getOrDefault(key, List.of()).stream();
    }

    /** @return null, as the map wants it, when nothing is left */
    private static @Nullable List<ServiceId> without(List<ServiceId> held, ServiceId service) {
        var rest = held.stream().filter(other -> !other.equals(service)).toList();
        return rest.isEmpty() ? null : rest;
    }
}
