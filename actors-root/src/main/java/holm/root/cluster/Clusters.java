package holm.root.cluster;

import java.util.List;

/** The clusters that ever registered. Thread-safe; never waits. */
public interface Clusters {
    /** @return all of them, by name */
    List<ClusterView> all();
}
