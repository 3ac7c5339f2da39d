package holm.worker.agent;

import holm.domain.Virtualization;
import holm.runtimes.Probe;
import holm.runtimes.Running;
import holm.runtimes.Runtime;
import holm.runtimes.RuntimeFailure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runtimes of a worker. One is offered only once it can run here and all that it already ran was found: else the same instance
 * might be started twice. Thread-safe.
 */
public final class Shelf {
    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

    private final List<Runtime> all;
    private final ConcurrentMap<Virtualization, Runtime> offered = new ConcurrentHashMap<>();
    private final ConcurrentMap<Virtualization, Probe.Ready> facts = new ConcurrentHashMap<>();
    private final ConcurrentMap<Virtualization, String> missing = new ConcurrentHashMap<>();

    public Shelf(List<Runtime> all) {
        this.all = List.copyOf(all);
    }

    /** @return what can be used now; changes as runtimes come */
    public Map<Virtualization, Runtime> offered() {
        return offered;
    }

    Set<String> architectures() {
        var architectures = new TreeSet<String>();
        facts.values().forEach(ready -> architectures.addAll(ready.architectures()));
        return architectures;
    }

    /** @return what the runtimes say about themselves, for labels */
    Map<String, String> facts() {
        var labels = new TreeMap<String, String>();
        facts.values().forEach(ready -> labels.putAll(ready.facts()));
        return labels;
    }

    /** @return what cannot be used and why, for the operator */
    public Map<Virtualization, String> missing() {
        return Map.copyOf(missing);
    }

    /** What one runtime had started before. */
    public record Found(Runtime runtime, List<Running> runs) {}

    /** Tries all that are not offered; blocks. What was found has to be taken over before {@link #offer}. */
    public List<Found> probe() throws InterruptedException {
        var found = new java.util.ArrayList<Found>();
        for (var runtime : all) {
            if (!offered.containsKey(runtime.virtualization())) {
                probe(runtime, found);
            }
        }
        return List.copyOf(found);
    }

    void offer(Runtime runtime) {
        missing.remove(runtime.virtualization());
        offered.put(runtime.virtualization(), runtime);
    }

    private void probe(Runtime runtime, List<Found> found) throws InterruptedException {
        switch (runtime.probe()) {
            case Probe.Ready ready -> {
                try {
                    found.add(new Found(runtime, runtime.adopt()));
                    facts.put(runtime.virtualization(), ready);
                } catch (RuntimeFailure failure) {
                    miss(runtime, "what it ran before cannot be found: " + failure.getMessage());
                }
            }
            case Probe.Unavailable(var reason) -> miss(runtime, reason);
        }
    }

    private void miss(Runtime runtime, String reason) {
        if (!reason.equals(missing.put(runtime.virtualization(), reason))) {
            LOG.warn("The runtime {} cannot be used: {}", runtime.virtualization(), reason);
        }
    }
}
