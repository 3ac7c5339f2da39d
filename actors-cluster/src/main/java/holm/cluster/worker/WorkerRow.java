package holm.cluster.worker;

import holm.domain.Resources;

/**
 * What everybody else sees of a worker's owner.
 *
 * @param free what nobody has reserved
 */
public record WorkerRow(Registration registration, Resources free) {
    /** The name under which rows, journal and shards know these entities. */
    public static final String KIND = "cluster-worker";

    static WorkerRow of(WorkerState state) {
        return new WorkerRow(state.registration(), state.free());
    }
}
