package holm.cluster.worker;

import holm.domain.Candidate;
import java.util.List;

/** What the directory knows, for whoever only looks: routes, metrics, the link to the root. Thread-safe; at most a tick old. */
public final class WorkerBoard {
    /** @param held whether nothing moves because too many workers fell silent at once */
    public record Snapshot(List<Candidate> candidates, boolean held) {
        public Snapshot {
            candidates = List.copyOf(candidates);
        }
    }

    private volatile Snapshot snapshot = new Snapshot(List.of(), false);

    void show(Snapshot now) {
        snapshot = now;
    }

    public Snapshot now() {
        return snapshot;
    }
}
