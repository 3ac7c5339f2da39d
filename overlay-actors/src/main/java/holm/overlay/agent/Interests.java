package holm.overlay.agent;

import holm.domain.ServiceId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which tables a worker wants: those of the services that it runs instances of, those of their fellows where they are isolated, and
 * those that somebody used lately. By a time that is passed in, in nanoseconds that never go back. Confined to one thread.
 */
final class Interests {
    /** Issue 3: who pauses for longer is resolved again. */
    static final Duration UNUSED = Duration.ofSeconds(60);

    private final Map<ServiceId, Long> usedNanos = new HashMap<>();
    private final Set<ServiceId> gone = new HashSet<>();
    private Set<ServiceId> hosted = Set.of();
    private Set<ServiceId> fellows = Set.of();

    /** @return services that are wanted from now on and were not before */
    List<ServiceId> hosts(Set<ServiceId> services, long nowNanos) {
        var fresh =
                services.stream().filter(service -> !isWanted(service)).sorted().toList();
        hosted.stream().filter(service -> !services.contains(service)).forEach(service -> used(service, nowNanos));
        hosted = Set.copyOf(services);
        return fresh;
    }

    /** @return services that are wanted from now on, because their endpoints are clients of what is here, and were not before */
    List<ServiceId> fellows(Set<ServiceId> services, long nowNanos) {
        var fresh =
                services.stream().filter(service -> !isWanted(service)).sorted().toList();
        fellows.stream().filter(service -> !services.contains(service)).forEach(service -> used(service, nowNanos));
        fellows = Set.copyOf(services);
        return fresh;
    }

    /** @return whether it was not wanted before */
    boolean used(ServiceId service, long nowNanos) {
        var fresh = !isWanted(service);
        usedNanos.put(service, nowNanos);
        return fresh;
    }

    boolean isWanted(ServiceId service) {
        return isNeeded(service) || usedNanos.containsKey(service);
    }

    /** These are no more: they are wanted only for as long as an instance of them is still here. */
    void gone(List<ServiceId> services) {
        gone.addAll(services);
    }

    /** @return services that are no more and that nothing here belongs to; each is named once */
    List<ServiceId> orphans() {
        var orphans = gone.stream()
                .filter(service -> !hosted.contains(service))
                .sorted()
                .toList();
        gone.removeAll(orphans);
        orphans.forEach(usedNanos::remove);
        return orphans;
    }

    /** @return services that nobody has wanted for {@link #UNUSED}; they are wanted no more */
    List<ServiceId> expired(long nowNanos) {
        var late = usedNanos.entrySet().stream()
                .filter(entry -> nowNanos - entry.getValue() >= UNUSED.toNanos())
                .map(Map.Entry::getKey)
                .toList();
        late.forEach(usedNanos::remove);
        return late.stream().filter(service -> !isNeeded(service)).toList();
    }

    private boolean isNeeded(ServiceId service) {
        return hosted.contains(service) || fellows.contains(service);
    }

    Set<ServiceId> all() {
        var all = new HashSet<>(hosted);
        all.addAll(fellows);
        all.addAll(usedNanos.keySet());
        return all;
    }
}
