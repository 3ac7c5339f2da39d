package holm.root.http;

import holm.wire.http.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the API counts: requests by template (never by path: ids would make a series each), and accidents. Thread-safe. */
final class ApiMetrics {
    private final Metrics metrics;
    private final Counter accidents;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    private record Key(String method, String route, int status) {}

    ApiMetrics(Metrics metrics) {
        this.metrics = metrics;
        this.accidents = metrics.counter("holm.http.internal.errors", "Requests that ended with status 500");
    }

    /** @param route template of the path, or a word for what is in no table */
    void answered(String method, String route, int status, Duration took) {
        timers.computeIfAbsent(new Key(method, route, status), this::timer).record(took);
    }

    void accident() {
        accidents.increment();
    }

    private Timer timer(Key key) {
        return metrics.timer(
                "holm.http.requests",
                "Requests to the API, until the answer begins",
                "method",
                key.method(),
                "route",
                key.route(),
                "status",
                Integer.toString(key.status()));
    }
}
