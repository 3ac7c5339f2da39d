package holm.cluster.instance;

import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.Status;
import holm.domain.WorkerId;
import holm.domain.route.Owner;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rows of all instances of this cluster, by instance, by worker and by service: a copy that each entity keeps true, loaded
 * from the store at the start. Thread-safe.
 */
public final class InstanceRows {
    private final Map<InstanceId, InstanceRow> byInstance = new TreeMap<>();
    private final Map<WorkerId, Set<InstanceId>> byWorker = new HashMap<>();
    private final Map<ServiceId, Map<WorkerId, Integer>> placed = new HashMap<>();
    private final Map<ServiceId, Set<InstanceId>> serving = new HashMap<>();
    private final ServedKeys keys = new ServedKeys();

    public InstanceRows(Collection<InstanceRow> stored) {
        stored.forEach(this::put);
    }

    /** Replaces what is there; a row that shows nothing removes it. */
    public synchronized void put(InstanceRow row) {
        var before = row.exists() ? byInstance.put(row.instance(), row) : byInstance.remove(row.instance());
        if (before != null) {
            forget(before);
        }
        if (row.exists()) {
            remember(row);
        }
    }

    public synchronized Optional<InstanceRow> find(InstanceId instance) {
        return Optional.ofNullable(byInstance.get(instance));
    }

    /** @return all, by id */
    public synchronized List<InstanceRow> all() {
        return List.copyOf(byInstance.values());
    }

    /** @return how many stand so */
    public synchronized long count(Status status) {
        return byInstance.values().stream()
                .filter(row -> row.standing().status() == status)
                .count();
    }

    /** @return those that sit on this worker or may still have something there */
    public synchronized List<InstanceRow> on(WorkerId worker) {
        return byWorker.getOrDefault(worker, Set.of()).stream()
                .map(byInstance::get)
                .toList();
    }

    /** @return those of a service that answer under its addresses now */
    public synchronized List<InstanceRow> serving(ServiceId service) {
        return serving.getOrDefault(service, Set.of()).stream()
                .map(byInstance::get)
                .toList();
    }

    /**
     * @param key a canonical address of a service or an instance, or a service's full name
     * @return whose it is, among the services of which an instance runs here
     */
    public synchronized Optional<ServiceId> servedUnder(String key) {
        return keys.find(key);
    }

    /** @return the same, for instances of this owner's services */
    public synchronized Optional<ServiceId> servedUnder(String key, Owner asker) {
        return keys.find(key, asker);
    }

    /** @return whose a service is of which an instance runs here */
    public synchronized Optional<Owner> owner(ServiceId service) {
        return serving(service).stream()
                .flatMap(row -> row.serving().stream())
                .map(serving -> serving.about().owner())
                .findFirst();
    }

    /** @return workers that hold something, or may */
    public synchronized Set<WorkerId> workers() {
        return Set.copyOf(byWorker.keySet());
    }

    /** @return how many instances of a service each worker has, by worker id */
    public synchronized Map<String, Integer> siblings(ServiceId service) {
        var counts = new HashMap<String, Integer>();
        placed.getOrDefault(service, Map.of()).forEach((worker, count) -> counts.put(worker.value(), count));
        return counts;
    }

    private void remember(InstanceRow row) {
        workersOf(row)
                .forEach(worker ->
                        byWorker.computeIfAbsent(worker, _ -> new HashSet<>()).add(row.instance()));
        seated(row)
                .ifPresent(worker -> placed.computeIfAbsent(row.instance().service(), _ -> new HashMap<>())
                        .merge(worker, 1, Integer::sum));
        row.serving().ifPresent(held -> {
            serving.computeIfAbsent(row.instance().service(), _ -> new HashSet<>())
                    .add(row.instance());
            keys.add(held);
        });
    }

    private void forget(InstanceRow row) {
        workersOf(row)
                .forEach(worker -> byWorker.computeIfPresent(worker, (_, instances) -> {
                    instances.remove(row.instance());
                    return instances.isEmpty() ? null : instances;
                }));
        seated(row)
                .ifPresent(worker -> placed.computeIfPresent(row.instance().service(), (_, counts) -> {
                    counts.computeIfPresent(worker, (_, count) -> count == 1 ? null : count - 1);
                    return counts.isEmpty() ? null : counts;
                }));
        row.serving().ifPresent(held -> {
            serving.computeIfPresent(row.instance().service(), (_, instances) -> {
                instances.remove(row.instance());
                return instances.isEmpty() ? null : instances;
            });
            keys.remove(held);
        });
    }

    private static Optional<WorkerId> seated(InstanceRow row) {
        return row.stage() == Stage.PLACED ? row.worker() : Optional.empty();
    }

    private static Set<WorkerId> workersOf(InstanceRow row) {
        var workers = new HashSet<>(row.leaving().keySet());
        row.worker().ifPresent(workers::add);
        return workers;
    }
}
