package holm.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void aCountOfSomebodyElseOutlivesACollection() {
        try (var metrics = new Metrics("worker")) {
            var count = new AtomicLong();
            metrics.counted("holm.things", "Things", () -> count.get());
            collect();

            count.set(7);

            assertThat(metrics.scrape()).contains("holm_things_total{tier=\"worker\"} 7.0");
        }
    }

    /** Until what nobody holds is gone for certain. */
    private static void collect() {
        Supplier<Number> unheld = new AtomicLong()::get;
        var collected = new WeakReference<>(unheld);
        unheld = null;
        await().until(() -> {
            System.gc();
            return collected.get() == null;
        });
    }
}
