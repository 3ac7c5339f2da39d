package holm.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts the pages of one set together. A newer set makes an unfinished older one forgotten; a set with another count than it says
 * is ignored as a whole. Confined to one actor.
 */
public final class SetAssembly<T> {
    private long set = -1;
    private List<T> entries = new ArrayList<>();

    public void begin(long number) {
        set = number;
        entries = new ArrayList<>();
    }

    public void page(long number, List<T> page) {
        if (number == set && entries.size() + page.size() <= ClusterLimits.SET_ENTRIES) {
            entries.addAll(page);
        }
    }

    /** @return the whole set, once it is complete */
    public Optional<List<T>> end(long number, int total) {
        if (number != set || entries.size() != total) {
            return Optional.empty();
        }
        var complete = List.copyOf(entries);
        begin(-1);
        return Optional.of(complete);
    }
}
