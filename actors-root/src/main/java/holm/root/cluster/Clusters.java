package holm.root.cluster;

import holm.domain.Candidate;
import java.util.List;

/** The clusters that ever registered. Thread-safe; never waits. */
public interface Clusters {
    /** @return all of them, by name */
    List<ClusterView> all();

    /** @return all of them, as the scheduler sees them; much cheaper than {@link #all}, which counts every instance */
    default List<Candidate> candidates() {
        return all().stream().map(ClusterView::candidate).toList();
    }
}
