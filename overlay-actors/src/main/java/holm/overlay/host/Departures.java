package holm.overlay.host;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** @return those whose time is over; named until their flows are {@link #ended} */
    Set<String> over(long nowNanos) {
        return leftAtNanos.entrySet().stream()
                .filter(entry -> nowNanos - entry.getValue() >= PATIENCE.toNanos())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    void ended(Collection<String> namespaceAddresses) {
        leftAtNanos.keySet().removeAll(namespaceAddresses);
    }
}
