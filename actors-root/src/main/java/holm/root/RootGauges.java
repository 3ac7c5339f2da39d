package holm.root;

import holm.domain.Candidate;
import holm.domain.Resources;
import holm.domain.Status;
import holm.persistence.Store;
import holm.root.cluster.LiveClusters;
import holm.root.instance.InstanceRow;
import holm.root.row.TypedRows;
import holm.root.service.ServiceRow;
import holm.wire.http.Metrics;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What the root's lists look like, for Prometheus. */
final class RootGauges {
    private RootGauges() {}

    static void register(
            Metrics metrics,
            Store store,
            TypedRows<ServiceRow> services,
            TypedRows<InstanceRow> instances,
            LiveClusters clusters) {
        journal(metrics, store);
        metrics.gauge(
                "holm.services",
                "Services that are not being deleted",
                () -> services.all().filter(row -> !row.deleting()).count());
        metrics.gauge("holm.clusters.connected", "Clusters that are connected", clusters::connectedCount);
        metrics.gauge(
                "holm.clusters",
                "Clusters that ever registered",
                () -> clusters.candidates().size());
        resource(metrics, clusters, "milli_cpus", Resources::milliCpus);
        resource(metrics, clusters, "memory_mebibytes", Resources::memoryMebiBytes);
        resource(metrics, clusters, "storage_mebibytes", Resources::storageMebiBytes);
        resource(metrics, clusters, "gpus", Resources::gpus);
        for (var status : Status.values()) {
            metrics.gauge(
                    "holm.instances",
                    "Instances by status",
                    () -> instances
                            .all()
                            .filter(row -> row.standing().status() == status)
                            .count(),
                    "status",
                    status.word());
        }
    }

    private static void journal(Metrics metrics, Store store) {
        var commits = store.commits();
        metrics.counted("holm.journal.commits", "Commits that are on disk", commits::durable);
        metrics.counted(
                "holm.journal.failures", "Commits that were refused or whose outcome is unknown", commits::failed);
        metrics.counted(
                "holm.journal.wait.seconds", "Seconds that commits waited to be on disk", commits::waitedSeconds);
        metrics.gauge(
                "holm.journal.up",
                "1 when writes are taken, else 0",
                () -> store.health().isUp() ? 1 : 0);
    }

    private static void resource(
            Metrics metrics, LiveClusters clusters, String name, ToLongFunction<Resources> amount) {
        metrics.gauge(
                "holm.capacity",
                "What the live clusters have, CPU with overcommit",
                () -> sum(clusters, Candidate::capacity, amount),
                "resource",
                name);
        metrics.gauge(
                "holm.available",
                "What nobody has reserved in the live clusters",
                () -> sum(clusters, Candidate::available, amount),
                "resource",
                name);
    }

    private static long sum(
            LiveClusters clusters, Function<Candidate, Resources> which, ToLongFunction<Resources> amount) {
        return clusters.candidates().stream()
                .filter(Candidate::live)
                .mapToLong(cluster -> amount.applyAsLong(which.apply(cluster)))
                .sum();
    }
}
