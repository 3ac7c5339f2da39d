package holm.root;

import holm.wire.http.Metrics;
import io.micrometer.core.instrument.Counter;

/** What the root counts about its entities and links. Thread-safe. */
public final class RootMetrics {
    private final Counter stale;
    private final Counter placed;
    private final Counter unplaced;
    private final Counter refused;
    private final Counter compared;

    public RootMetrics(Metrics metrics) {
        stale = metrics.counter(
                "holm.reports.stale", "Reports of an older fence, of another cluster, or of a step back; dropped");
        placed = metrics.counter("holm.placements", "Choices of a cluster", "outcome", "assigned");
        unplaced = metrics.counter("holm.placements", "Choices of a cluster", "outcome", "none");
        refused = metrics.counter("holm.placements", "Choices of a cluster", "outcome", "refused");
        compared = metrics.counter("holm.reconcile.instances", "Instances that were compared with what a cluster has");
    }

    public void staleReport() {
        stale.increment();
    }

    public void placed() {
        placed.increment();
    }

    public void unplaced() {
        unplaced.increment();
    }

    /** A cluster did not take what it was assigned. */
    public void refused() {
        refused.increment();
    }

    public void compared(int instances) {
        compared.increment(instances);
    }
}
