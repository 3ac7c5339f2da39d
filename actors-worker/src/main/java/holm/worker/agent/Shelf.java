package holm.worker.agent;

import holm.domain.InstanceId;
import holm.domain.Virtualization;
import holm.domain.network.NetworkNeed;
import holm.runtimes.Probe;
import holm.runtimes.Running;
import holm.runtimes.Runtime;
import holm.runtimes.RuntimeFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
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

    /** @return what can run here, and beside it what not every worker can do that runs the same */
    Set<Virtualization> virtualizations() {
        var words = new HashSet<>(offered.keySet());
        facts.forEach((virtualization, ready) -> {
            if (offered.containsKey(virtualization)) {
                ready.capabilities().stream().map(Virtualization::of).forEach(words::add);
            }
        });
        return words;
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

    /** @return what sorts of network those instances have about which nobody can be asked now */
    Set<NetworkNeed> unknownNetworks() {
        return all.stream()
                .filter(runtime -> missing.containsKey(runtime.virtualization()))
                .map(Runtime::network)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What one runtime had started before. */
    public record Found(Runtime runtime, List<Running> runs) {
        Map<InstanceId, List<Running>> byInstance() {
            return runs.stream()
                    .collect(Collectors.groupingBy(run -> run.assignment().instance()));
        }
    }

    /**
     * Tries all that are not offered, at the same time: each may start programs of its own. Blocks. What was found has to be taken over
     * before {@link #offer}.
     */
    public List<Found> probe() throws InterruptedException {
        var found = new ArrayList<Found>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var probes = all.stream()
                    .filter(runtime -> !offered.containsKey(runtime.virtualization()))
                    .<Callable<Optional<Found>>>map(runtime -> () -> probe(runtime))
                    .toList();
            for (var probe : threads.invokeAll(probes)) {
                probe.get().ifPresent(found::add);
            }
        } catch (ExecutionException defect) {
            throw new IllegalStateException("a runtime could not be probed", defect.getCause());
        }
        return List.copyOf(found);
    }

    void offer(Runtime runtime) {
        missing.remove(runtime.virtualization());
        offered.put(runtime.virtualization(), runtime);
    }

    private Optional<Found> probe(Runtime runtime) throws InterruptedException {
        switch (runtime.probe()) {
            case Probe.Ready ready -> {
                try {
                    var found = new Found(runtime, runtime.adopt());
                    facts.put(runtime.virtualization(), ready);
                    return Optional.of(found);
                } catch (RuntimeFailure failure) {
                    miss(runtime, "what it ran before cannot be found: " + failure.getMessage());
                }
            }
            case Probe.Unavailable(var reason) -> miss(runtime, reason);
        }
        return Optional.empty();
    }

    private void miss(Runtime runtime, String reason) {
        if (!reason.equals(missing.put(runtime.virtualization(), reason))) {
            LOG.warn("The runtime {} cannot be used: {}", runtime.virtualization(), reason);
        }
    }
}
