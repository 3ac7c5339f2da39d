package holm.wire.link;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;

/** What went wrong on links of this process. Counted in Micrometer's global registry, which every tier's registry is part of. */
final class LinkMetrics {
    static final Counter UNKNOWN = skipped("unknown-type");
    static final Counter MALFORMED = skipped("malformed");
    static final Counter TOO_LARGE = skipped("too-large");

    private LinkMetrics() {}

    private static Counter skipped(String why) {
        return Counter.builder("holm.link.messages.skipped")
                .description("Messages that were not delivered or not sent")
                .tag("why", why)
                .register(Metrics.globalRegistry);
    }
}
