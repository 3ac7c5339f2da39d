package holm.cluster.worker;

import holm.domain.Resources;

/**
 * What everybody else sees of a worker's owner.
 *
 * @param free what nobody has reserved
 * @param removed whether it is only waiting for the root to take its subnet back; absent in older rows
 */
public record WorkerRow(Registration registration, Resources free, boolean removed) {
    /** The name under which rows, journal and shards know these entities. */
    public static final String KIND = "cluster-worker";

    static WorkerRow of(WorkerState state) {
        return new WorkerRow(state.registration(), state.free(), state.isLeaving());
    }
}
