package holm.wire.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * The measurements of one tier, as Prometheus reads them. Names are written with dots ({@code holm.instances}), Prometheus sees
 * underscores. Thread-safe.
 */
public final class Metrics implements AutoCloseable {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    /** Micrometer holds the source of a function counter weakly and has no option for it: once collected, the count would stand still. */
    private final Queue<Supplier<Number>> counts = new ConcurrentLinkedQueue<>();

    /** @param tier {@code root}, {@code cluster} or {@code worker}: a label of everything */
    public Metrics(String tier) {
        registry.config().commonTags("tier", tier);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        io.micrometer.core.instrument.Metrics.addRegistry(registry);
    }

    /** @param tags names and values by turns */
    public Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    /** @param tags names and values by turns */
    public Timer timer(String name, String description, String... tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /**
     * @param value asked at each scrape, by any thread; must not block
     * @param tags names and values by turns
     */
    public void gauge(String name, String description, Supplier<Number> value, String... tags) {
        Gauge.builder(name, value)
                .description(description)
                .tags(Tags.of(tags))
                .strongReference(true)
                .register(registry);
    }

    /**
     * A count that somebody else keeps.
     *
     * @param value only grows; asked at each scrape, by any thread; must not block
     * @param tags names and values by turns
     */
    public void counted(String name, String description, Supplier<Number> value, String... tags) {
        counts.add(value);
        FunctionCounter.builder(name, value, source -> source.get().doubleValue())
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /** @return the registry itself, for binders of libraries */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** @return everything in the text format of Prometheus */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        io.micrometer.core.instrument.Metrics.removeRegistry(registry);
        registry.close();
    }
}
