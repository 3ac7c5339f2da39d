package holm.worker.overlay;

import holm.overlay.agent.OverlayGauges;
import holm.overlay.agent.Plane;
import holm.wire.http.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** The overlay's figures of one worker. Thread-safe. */
public final class OverlayMeters implements OverlayGauges {
    private volatile int tables;
    private final Counter updates;
    private final Counter misses;
    private final Counter failures;
    private final Timer found;
    private final Timer unknown;

    /** @param missed what became of packets, asked whenever somebody looks */
    public OverlayMeters(Metrics metrics, String worker, Supplier<Plane.Missed> missed) {
        metrics.gauge(
                "holm.overlay.held",
                "Packets that wait for the table of their address",
                () -> missed.get().held(),
                "worker",
                worker);
        packets(metrics, worker, "returned", () -> missed.get().returned());
        packets(metrics, worker, "refused", () -> missed.get().refused());
        packets(metrics, worker, "dropped", () -> missed.get().dropped());
        metrics.gauge("holm.overlay.tables", "Services whose tables are here", () -> tables, "worker", worker);
        updates = metrics.counter(
                "holm.overlay.updates", "Tables that were replaced in the data plane", "worker", worker);
        misses = metrics.counter("holm.overlay.misses", "Addresses that a packet asked for", "worker", worker);
        failures = metrics.counter(
                "holm.overlay.failures", "What the data plane could not do and tries again", "worker", worker);
        found = resolving(metrics, worker, "found");
        unknown = resolving(metrics, worker, "unknown");
    }

    @Override
    public void tables(int count) {
        tables = count;
    }

    @Override
    public void updated() {
        updates.increment();
    }

    @Override
    public void missed() {
        misses.increment();
    }

    @Override
    public void resolved(Duration took, boolean known) {
        (known ? found : unknown).record(took);
    }

    @Override
    public void failed() {
        failures.increment();
    }

    private static void packets(Metrics metrics, String worker, String outcome, Supplier<Number> count) {
        metrics.counted(
                "holm.overlay.packets",
                "Packets to addresses that nobody knew when they came",
                count,
                "worker",
                worker,
                "outcome",
                outcome);
    }

    private static Timer resolving(Metrics metrics, String worker, String outcome) {
        return metrics.timer(
                "holm.overlay.resolve.time",
                "From the question about an address to its table in the data plane",
                "worker",
                worker,
                "outcome",
                outcome);
    }
}
