package holm.root.instance;

import com.fasterxml.jackson.annotation.JsonCreator;
import holm.domain.ApplicationId;
import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.address.AddressPair;
import holm.scheduling.Placement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The list row of an instance; it belongs to its service.
 *
 * @param owner name of the account that owns the application
 * @param retriesLeft how often a one-shot may still be run again
 * @param finished whether it is a one-shot that ended
 * @param stranded whether its cluster is lost
 * @param dismissed whether it should stop
 * @param hasWork whether its entity has to be woken after a restart
 * @param addresses its own, which survive its moves
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
        Optional<Placement> why,
        AddressPair addresses) {
    @JsonCreator
    static InstanceRow read(
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
            Optional<Placement> why,
            @Nullable AddressPair addresses) {
        return new InstanceRow(
                id,
                application,
                owner,
                standing,
                cluster,
                retriesLeft,
                finished,
                stranded,
                dismissed,
                hasWork,
                why,
                addresses == null ? AddressPair.NONE : addresses);
    }

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
                state.why(),
                state.definition().addresses());
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
