package holm.cluster.instance;

import holm.domain.ServiceId;
import holm.domain.route.Owner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whose an address or a name is, among what runs here. A key stays for as long as one instance answers under it. Confined. */
final class ServedKeys {
    private record Held(ServiceId service, Owner owner, int instances) {}

    /** A name may be that of services of several accounts. */
    private final Map<String, List<Held>> byKey = new HashMap<>();

    void add(Serving serving) {
        keys(serving).forEach(key -> byKey.compute(key, (_, held) -> counted(held, serving, 1)));
    }

    void remove(Serving serving) {
        keys(serving).forEach(key -> byKey.compute(key, (_, held) -> counted(held, serving, -1)));
    }

    Optional<ServiceId> find(String key) {
        return held(key).map(Held::service).findFirst();
    }

    /** @return whose it is for instances of this owner's services */
    Optional<ServiceId> find(String key, Owner asker) {
        return held(key)
                .filter(held -> held.owner().isOfOneAccountWith(asker))
                .map(Held::service)
                .findFirst();
    }

    private Stream<Held> held(String key) {
        return byKey.getOrDefault(key, List.of()).stream();
    }

    /** @return null, as the map wants it, when nothing is left */
    private static @Nullable List<Held> counted(@Nullable List<Held> before, Serving serving, int more) {
        var held = before == null ? List.<Held>of() : before;
        var service = serving.about().service();
        var same = held.stream().filter(one -> one.service().equals(service)).findFirst();
        var instances = more + same.map(Held::instances).orElse(0);
        var others = held.stream().filter(one -> !one.service().equals(service));
        var now = instances > 0
                ? Stream.concat(
                                others,
                                Stream.of(new Held(service, serving.about().owner(), instances)))
                        .toList()
                : others.toList();
        return now.isEmpty() ? null : now;
    }

    private static Stream<String> keys(Serving serving) {
        return Stream.concat(serving.about().keys(), serving.instance().texts().stream());
    }
}
