package holm.overlay.plane;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Changes of a map that are seen by who makes them and by nobody else until they are kept. */
final class MapDraft<K, V> {
    private final Map<K, V> base;
    private final Map<K, Optional<V>> changes = new HashMap<>();

    MapDraft(Map<K, V> base) {
        this.base = base;
    }

    Optional<V> get(K key) {
        var change = changes.get(key);
        return change == null ? Optional.ofNullable(base.get(key)) : change;
    }

    void put(K key, V value) {
        changes.put(key, Optional.of(value));
    }

    void remove(K key) {
        changes.put(key, Optional.empty());
    }

    void keep() {
        changes.forEach((key, change) -> {
            if (change.isPresent()) {
                base.put(key, change.get());
            } else {
                base.remove(key);
            }
        });
    }
}
