package holm.root.instance;

import holm.domain.ApplicationId;
import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.scheduling.Placement;
import java.util.Optional;

/**
 * The list row of an instance; it belongs to its service.
 *
 * @param owner name of the account that owns the application
 * @param retriesLeft how often a one-shot may still be run again
 * @param finished whether it is a one-shot that ended
 * @param stranded whether its cluster is lost
 * @param dismissed whether it should stop
 * @param hasWork whether its entity has to be woken after a restart
 */
public record InstanceRow(
        InstanceId id,
        ApplicationId application,
        String owner,
        Standing standing,
        Optional<ClusterId> cluster,
        int retriesLeft,
        boolean finished,
        boolean stranded,
        boolean dismissed,
        boolean hasWork,
        Optional<Placement> why) {
    static InstanceRow of(InstanceId id, InstanceState.Known state) {
        return new InstanceRow(
                id,
                state.definition().application(),
                state.definition().owner(),
                state.standing(),
                state.cluster(),
                state.retriesLeft(),
                state.isFinished(),
                state.strandedAtMillis().isPresent(),
                state.dismissed(),
                state.hasWork(),
                state.why());
    }

    /** @return whether this cluster has it, by the choice that this fence belongs to */
    public boolean isAssignedTo(ClusterId other, Fence fence) {
        return cluster.equals(Optional.of(other)) && standing.fence().sameAssignment(fence);
    }

    /** @return whether it should run there now */
    public boolean shouldRun() {
        return !dismissed && !finished;
    }
}
