package holm.cluster.instance;

import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Status;
import holm.domain.WorkerId;
import holm.domain.message.Report;
import holm.domain.message.Upward;
import holm.domain.route.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What everybody else in the cluster sees of an instance: enough to compare sets, to tell the root and to know whether there is
 * work, without waking its entity.
 *
 * @param fence the highest known
 * @param worker of the placement in force
 * @param lost whether that worker is given up
 * @param settled whether nothing is left to be done
 * @param leaving workers that may still have something of an earlier placement, and which
 * @param stopUpTo what the root wants gone
 * @param serving what it answers under now; empty unless it runs where it should
 */
public record InstanceRow(
        InstanceId instance,
        Stage stage,
        Fence fence,
        Standing standing,
        Optional<WorkerId> worker,
        boolean lost,
        boolean settled,
        Map<WorkerId, Fence> leaving,
        Fence stopUpTo,
        Optional<Serving> serving) {
    /** The name under which rows, journal and shards know these entities. */
    public static final String KIND = "cluster-instance";

    public InstanceRow {
        leaving = Map.copyOf(leaving);
    }

    static InstanceRow of(InstanceId instance, InstanceState state) {
        return new InstanceRow(
                instance,
                state.stage(),
                state.fence(),
                state.standing(),
                state.seat().map(Seat::worker),
                state.isLost(),
                state.isSettled(),
                state.leaving(),
                state.stopUpTo(),
                state.serving());
    }

    /** @return whether there is something to see: neither unassigned nor undeployed */
    public boolean exists() {
        return stage != Stage.UNASSIGNED && !(stage == Stage.ENDED && standing.status() == Status.UNDEPLOYED);
    }

    /** @return whether it should run on this worker */
    public boolean isWantedOn(WorkerId candidate) {
        return stage == Stage.PLACED && worker.filter(candidate::equals).isPresent();
    }

    /**
     * @param cluster this one
     * @return how others reach it now; empty unless it runs where it should
     */
    public Optional<Endpoint> endpoint(ClusterId cluster) {
        return serving.flatMap(held -> worker.map(place -> new Endpoint(
                instance, fence, cluster, place, held.instance(), held.namespace(), Endpoint.DEFAULT_WEIGHT, 0)));
    }

    /** @return what the root is told; empty when there is nothing to say */
    public Optional<Upward> voice() {
        if (stage == Stage.UNASSIGNED) {
            return Optional.empty();
        }
        if (!exists()) {
            return Optional.of(new Upward.Stopped(instance, stopUpTo));
        }
        if (stage == Stage.ENDED && standing.status().isWaiting()) {
            return Optional.of(new Upward.Refused(
                    instance,
                    new Fence(fence.assignment(), 0, 0),
                    List.of(standing.detail().message())));
        }
        return Optional.of(new Upward.Reported(
                new Report(instance, fence, standing.status(), standing.detail(), standing.whereabouts())));
    }
}
