package holm.root.instance;

import holm.domain.InstanceId;
import holm.domain.message.Usage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What instances use, as clusters said since this root started. Never stored. Thread-safe. */
public final class Usages {
    private record Used(Usage newest, History cpu, History memory) {}

    private final ConcurrentMap<InstanceId, Used> used = new ConcurrentHashMap<>();

    /** @param atMillis milliseconds since 1970 */
    public void add(Usage usage, long atMillis) {
        var now = used.merge(
                usage.instance(),
                new Used(usage, new History(), new History()),
                (old, next) -> new Used(next.newest(), old.cpu(), old.memory()));
        now.cpu().add(new Sample(usage.cpuPercent(), atMillis));
        now.memory().add(new Sample(usage.memoryBytes(), atMillis));
    }

    public void forget(InstanceId instance) {
        used.remove(instance);
    }

    public Optional<Usage> newest(InstanceId instance) {
        return Optional.ofNullable(used.get(instance)).map(Used::newest);
    }

    /** @return percent of one core, oldest first */
    public List<Sample> cpu(InstanceId instance) {
        var known = used.get(instance);
        return known == null ? List.of() : known.cpu().samples();
    }

    /** @return bytes, oldest first */
    public List<Sample> memory(InstanceId instance) {
        var known = used.get(instance);
        return known == null ? List.of() : known.memory().samples();
    }
}
