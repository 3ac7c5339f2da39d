package holm.root.cluster;

import holm.domain.Candidate;
import holm.domain.ClusterId;
import holm.root.instance.Sample;
import java.util.List;

/**
 * A cluster, as lists show it.
 *
 * @param candidate what it has, as it said last; {@code live} is the root's own judgement
 * @param active whether it is connected and was heard of lately
 * @param address from where it connected; empty text before it did since this root started
 * @param lastHeardMillis milliseconds since 1970
 * @param instances how many instances are assigned to it
 * @param cpuHistory percent of all cores, oldest first, at most the last 100 samples since this root started
 * @param memoryHistory percent, likewise
 */
public record ClusterView(
        ClusterId id,
        Candidate candidate,
        boolean active,
        String address,
        long lastHeardMillis,
        int instances,
        List<Sample> cpuHistory,
        List<Sample> memoryHistory) {
    public ClusterView {
        cpuHistory = List.copyOf(cpuHistory);
        memoryHistory = List.copyOf(memoryHistory);
    }
}
