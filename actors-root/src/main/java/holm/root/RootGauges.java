package holm.root;

import holm.domain.Status;
import holm.root.cluster.LiveClusters;
import holm.root.instance.InstanceRow;
import holm.root.row.TypedRows;
import holm.root.service.ServiceRow;
import holm.wire.http.Metrics;

/** What the root's lists look like, for Prometheus. */
final class RootGauges {
    private RootGauges() {}

    static void register(
            Metrics metrics, TypedRows<ServiceRow> services, TypedRows<InstanceRow> instances, LiveClusters clusters) {
        metrics.gauge(
                "holm.services",
                "Services that are not being deleted",
                () -> services.all().filter(row -> !row.deleting()).count());
        metrics.gauge("holm.clusters.connected", "Clusters that are connected", clusters::connectedCount);
        metrics.gauge(
                "holm.clusters",
                "Clusters that ever registered",
                () -> clusters.candidates().size());
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
}
