package holm.worker.agent;

import holm.domain.message.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The set of what should be here, while its pages come in.
 *
 * @param set its number; pages of another one are ignored
 */
record WantedSet(long set, List<Wanted> entries) {
    static WantedSet begin(long set) {
        return new WantedSet(set, List.of());
    }

    WantedSet page(long of, List<Wanted> page) {
        if (of != set) {
            return this;
        }
        var all = new ArrayList<>(entries);
        all.addAll(page);
        return new WantedSet(set, List.copyOf(all));
    }

    /** @return all of it, when it is complete */
    Optional<List<Wanted>> end(long of, int total) {
        return of == set && entries.size() == total ? Optional.of(entries) : Optional.empty();
    }
}
