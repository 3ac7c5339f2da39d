package holm.root.cluster;

import holm.domain.message.Actual;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the pages of one set together. An unfinished older set is forgotten. Confined to its session. */
final class IncomingSet {
    /** architecture.md 10: a cluster has at most some 10,000 instances; ten times that is a mistake or an attack. */
    private static final int MOST_ENTRIES = 100_000;

    private long set = -1;
    private List<Actual> entries = new ArrayList<>();

    void begin(long newSet) {
        set = newSet;
        entries = new ArrayList<>();
    }

    void page(long ofSet, List<Actual> page) {
        if (ofSet == set && entries.size() + page.size() <= MOST_ENTRIES) {
            entries.addAll(page);
        }
    }

    /** @return the whole set; empty when pages are missing, and then the set is ignored */
    Optional<List<Actual>> end(long ofSet, int total) {
        var complete = ofSet == set && entries.size() == total
                ? Optional.of(List.copyOf(entries))
                : Optional.<List<Actual>>empty();
        begin(-1);
        return complete;
    }
}
