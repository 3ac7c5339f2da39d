package holm.overlay.host;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Endpoints that left their table and may still finish what they have. For one thread.
 */
final class Departures {
    /** An instance that is told to stop has 10 s (architecture.md 5), and is told after it left its table. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Map<String, Long> leftAtNanos = new HashMap<>();

    /** @param namespaceAddresses of endpoints that left now */
    void left(Collection<String> namespaceAddresses, long nowNanos) {
        namespaceAddresses.forEach(address -> leftAtNanos.putIfAbsent(address, nowNanos));
    }

    /** @param namespaceAddresses of endpoints that are there: somebody else's by now, perhaps */
    void arrived(Collection<String> namespaceAddresses) {
        leftAtNanos.keySet().removeAll(namespaceAddresses);
    }

    /** @return those whose time is over; each is named once */
    List<String> over(long nowNanos) {
        var over = leftAtNanos.entrySet().stream()
                .filter(entry -> nowNanos - entry.getValue() >= PATIENCE.toNanos())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        leftAtNanos.keySet().removeAll(over);
        return over;
    }
}
