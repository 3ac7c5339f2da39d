package holm.root.instance;

import java.util.ArrayDeque;
import java.util.List;

/** The newest values of one measurement. Thread-safe. */
public final class History {
    /** What Oakestra's dashboard draws. */
    private static final int LENGTH = 100;

    private final ArrayDeque<Sample> samples = new ArrayDeque<>();

    public synchronized void add(Sample sample) {
        if (samples.size() == LENGTH) {
            samples.removeFirst();
        }
        samples.addLast(sample);
    }

    /** @return a copy, oldest first */
    public synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }
}
