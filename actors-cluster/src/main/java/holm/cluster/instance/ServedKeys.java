package holm.cluster.instance;

import holm.domain.ServiceId;
import holm.domain.route.Owner;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Whose an address or a name is, among what runs here. A key stays for as long as one instance answers under it. Confined. */
final class ServedKeys {
    private record Held(Owner owner, int instances) {}

    /** A name may be that of services of several accounts: the first one stays the first for as long as it runs here. */
    private final Map<String, SequencedMap<ServiceId, Held>> byKey = new HashMap<>();

    void add(Serving serving) {
        var about = serving.about();
        keys(serving)
                .forEach(key -> byKey.computeIfAbsent(key, _ -> new LinkedHashMap<>())
                        .merge(
                                about.service(),
                                new Held(about.owner(), 1),
                                (held, _) -> new Held(about.owner(), held.instances() + 1)));
    }

    void remove(Serving serving) {
        var service = serving.about().service();
        keys(serving)
                .forEach(key -> byKey.computeIfPresent(key, (_, services) -> {
                    services.computeIfPresent(
                            service,
                            (_, held) -> held.instances() == 1 ? null : new Held(held.owner(), held.instances() - 1));
                    return services.isEmpty() ? null : services;
                }));
    }

    Optional<ServiceId> find(String key) {
        return Optional.ofNullable(byKey.get(key))
                .map(services -> services.firstEntry().getKey());
    }

    /** @return whose it is for instances of this owner's services */
    Optional<ServiceId> find(String key, Owner asker) {
        return Optional.ofNullable(byKey.get(key)).stream()
                .flatMap(services -> services.entrySet().stream())
                .filter(entry -> entry.getValue().owner().isOfOneAccountWith(asker))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Stream<String> keys(Serving serving) {
        return Stream.concat(serving.about().keys(), serving.instance().texts().stream());
    }
}
