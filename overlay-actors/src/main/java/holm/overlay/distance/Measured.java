package holm.overlay.distance;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The latest probes of one peer.
 *
 * @param lastMillis 1–{@value #PROBES} of them, oldest first
 * @param at when the last one was answered
 */
public record Measured(List<Double> lastMillis, Instant at) {
    /** Two late answers among five change nothing, and a new way is believed after three probes, within a minute. */
    private static final int PROBES = 5;

    public Measured {
        lastMillis = List.copyOf(lastMillis);
    }

    static Measured first(double millis, Instant at) {
        return new Measured(List.of(millis), at);
    }

    Measured and(double millis, Instant at) {
        var all = Stream.concat(lastMillis.stream(), Stream.of(millis)).toList();
        return new Measured(all.subList(Math.max(all.size() - PROBES, 0), all.size()), at);
    }

    /** @return the median, of an even number the smaller one: a probe may be delayed, but never comes too early */
    public double millis() {
        return lastMillis.stream()
                .sorted()
                .skip((lastMillis.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }
}
