package holm.root.instance;

import holm.domain.Status;
import java.time.Duration;

/**
 * How long an instance may wait for somebody.
 *
 * @param clusterScheduled until its cluster says that it chose a worker, or refuses
 * @param nodeScheduled until the worker says that it began
 * @param oneShotLost until a started one-shot without a retry left, whose cluster is lost, counts as dead
 */
public record InstanceDeadlines(Duration clusterScheduled, Duration nodeScheduled, Duration oneShotLost) {
    /** A cluster has a deadline of its own for choosing a worker, and says so: this one is for a cluster that says nothing. */
    private static final Duration CLUSTER_SCHEDULED = Duration.ofMinutes(2);

    /** Longer than the worker's own lost-after plus a second choice of its cluster. */
    private static final Duration NODE_SCHEDULED = Duration.ofMinutes(3);

    /** architecture.md 5: running a one-shot twice is worse than not knowing for a while. */
    private static final Duration ONE_SHOT_LOST = Duration.ofMinutes(5);

    public static final InstanceDeadlines DEFAULT =
            new InstanceDeadlines(CLUSTER_SCHEDULED, NODE_SCHEDULED, ONE_SHOT_LOST);

    /** @return how long an assigned instance may stay in this status; only asked for waiting ones */
    Duration of(Status status) {
        return status == Status.NODE_SCHEDULED ? nodeScheduled : clusterScheduled;
    }
}
