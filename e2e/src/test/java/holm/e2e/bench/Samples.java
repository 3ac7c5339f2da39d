package holm.e2e.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Durations of one kind. Thread-safe. */
public final class Samples {
    private static final double NANOS_IN_A_MILLI = 1_000_000.0;
    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());

    public void add(long duration) {
        nanos.add(duration);
    }

    public int count() {
        return nanos.size();
    }

    /** @return milliseconds below which this part of all samples lies (nearest rank) */
    public double millis(double part) {
        synchronized (nanos) {
            var sorted = nanos.stream().sorted().toList();
            var rank = (int) Math.ceil(part * sorted.size());
            return sorted.isEmpty() ? Double.NaN : sorted.get(Math.max(0, rank - 1)) / NANOS_IN_A_MILLI;
        }
    }

    /** @return cells of a table: count, p50, p99, largest */
    public List<String> cells() {
        return List.of(Integer.toString(count()), shown(millis(0.5)), shown(millis(0.99)), shown(millis(1)));
    }

    private static String shown(double millis) {
        return millis < 10 ? "%.2f ms".formatted(millis) : "%.0f ms".formatted(millis);
    }
}
