package holm.cluster;

import holm.cluster.instance.InstanceRows;
import holm.cluster.root.RootView;
import holm.cluster.routes.RoutesBoard;
import holm.cluster.worker.WorkerBoard;
import holm.domain.Candidate;
import holm.domain.Resources;
import holm.domain.Status;
import holm.persistence.Store;
import holm.wire.http.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What a cluster counts. Thread-safe. */
public final class ClusterMetrics {
    private final Metrics metrics;
    private final Counter fitting;
    private final Counter nothingFits;
    private final Timer placing;
    private final Counter refused;
    private final Counter dropped;
    private final Counter lost;
    private final Counter massSilences;
    private final Counter compared;
    private final Counter routesSent;

    public ClusterMetrics(Metrics metrics) {
        this.metrics = metrics;
        fitting = metrics.counter("holm.placements", "Answers of the scheduler", "outcome", "fits");
        nothingFits = metrics.counter("holm.placements", "Answers of the scheduler", "outcome", "nothing-fits");
        placing = metrics.timer("holm.placement.time", "How long the scheduler took for one answer");
        refused = metrics.counter("holm.reservations.refused", "Reservations that a worker's owner did not grant");
        dropped = metrics.counter("holm.messages.dropped", "Messages under an older fence", "why", "older-fence");
        lost = metrics.counter("holm.workers.lost", "Workers that were silent for too long");
        massSilences = metrics.counter("holm.workers.mass.silences", "How often most workers fell silent together");
        compared = metrics.counter("holm.reconcile.instances", "Instances that were compared with what a worker has");
        routesSent = metrics.counter("holm.routes.sent", "Tables and changes of tables that were sent to workers");
    }

    public Metrics metrics() {
        return metrics;
    }

    public void placed(boolean isEmpty, long nanos) {
        (isEmpty ? nothingFits : fitting).increment();
        placing.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void refused() {
        refused.increment();
    }

    public void dropped() {
        dropped.increment();
    }

    /** After each connect of a worker; a restarted cluster is whole again when this reaches its number of instances. */
    public void compared(int instances) {
        compared.increment(instances);
    }

    public void routesSent(int messages) {
        routesSent.increment(messages);
    }

    public void workerLost() {
        lost.increment();
    }

    public void massSilence() {
        massSilences.increment();
    }

    /** Adds what is looked up at each scrape. */
    void watch(Store store, InstanceRows rows, WorkerBoard board, RootView root, RoutesBoard routes) {
        journal(store);
        for (var status : Status.values()) {
            metrics.gauge(
                    "holm.instances", "Instances of this cluster", () -> rows.count(status), "status", status.word());
        }
        metrics.gauge("holm.workers", "Known workers", () -> workers(board, true), "state", "live");
        metrics.gauge("holm.workers", "Known workers", () -> workers(board, false), "state", "absent");
        metrics.gauge(
                "holm.workers.held",
                "1 while a mass silence keeps everything in place",
                () -> board.now().held() ? 1 : 0);
        metrics.gauge("holm.link.root", "1 while the root is connected", () -> root.isConnected() ? 1 : 0);
        metrics.gauge("holm.routes.tables", "Services whose tables workers of this cluster want", routes::size);
        resource(board, "milli_cpus", Resources::milliCpus);
        resource(board, "memory_mebibytes", Resources::memoryMebiBytes);
        resource(board, "storage_mebibytes", Resources::storageMebiBytes);
        resource(board, "gpus", Resources::gpus);
    }

    private void journal(Store store) {
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

    private void resource(WorkerBoard board, String name, ToLongFunction<Resources> amount) {
        metrics.gauge(
                "holm.capacity",
                "What the live workers have, CPU with overcommit",
                () -> sum(board, Candidate::capacity, amount),
                "resource",
                name);
        metrics.gauge(
                "holm.available",
                "What nobody has reserved on the live workers",
                () -> sum(board, Candidate::available, amount),
                "resource",
                name);
    }

    private static long sum(WorkerBoard board, Function<Candidate, Resources> which, ToLongFunction<Resources> amount) {
        return board.now().candidates().stream()
                .filter(Candidate::live)
                .mapToLong(worker -> amount.applyAsLong(which.apply(worker)))
                .sum();
    }

    private static long workers(WorkerBoard board, boolean live) {
        return board.now().candidates().stream()
                .filter(worker -> worker.live() == live)
                .count();
    }
}
