package holm.cluster.instance;

import holm.domain.ServiceId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whose an address or a name is, among what runs here. A key stays for as long as one instance answers under it. Confined. */
final class ServedKeys {
    private record Held(ServiceId service, int instances) {}

    private final Map<String, Held> byKey = new HashMap<>();

    void add(Serving serving) {
        var service = serving.about().service();
        keys(serving)
                .forEach(key ->
                        byKey.merge(key, new Held(service, 1), (held, _) -> new Held(service, held.instances() + 1)));
    }

    void remove(Serving serving) {
        keys(serving)
                .forEach(key -> byKey.computeIfPresent(
                        key,
                        (_, held) -> held.instances() == 1 ? null : new Held(held.service(), held.instances() - 1)));
    }

    Optional<ServiceId> find(String key) {
        return Optional.ofNullable(byKey.get(key)).map(Held::service);
    }

    private static Stream<String> keys(Serving serving) {
        return Stream.concat(serving.about().keys(), serving.instance().texts().stream());
    }
}
