package holm.worker.runner;

import holm.domain.Fence;
import holm.domain.message.Assignment;
import java.util.Comparator;
import java.util.Optional;

/**
 * What the cluster said about one instance. Orders are about placements; of the runs in them a worker alone knows how many there were.
 *
 * @param wanted what should be here under the present placement; empty before anything was
 * @param stop up to which placement nothing may be here any more; {@link Fence#NONE} when nobody said so
 * @param successor what should be here once the present placement is taken down
 */
record Orders(Optional<Assignment> wanted, Fence stop, Optional<Assignment> successor) {
    /** Fences that differ in the run alone are equal to it. */
    static final Comparator<Fence> BY_PLACEMENT =
            Comparator.comparingLong(Fence::assignment).thenComparingLong(Fence::placement);

    /** @param stop up to which placement the instance was stopped before */
    static Orders none(Fence stop) {
        return new Orders(Optional.empty(), stop, Optional.empty());
    }

    /** The present placement is this one's. */
    Orders want(Assignment assignment) {
        return new Orders(Optional.of(assignment), stop, successor);
    }

    /** Another placement takes the place of the present one. */
    Orders follow(Assignment next) {
        return new Orders(wanted, stop, Optional.of(next));
    }

    /** Nothing up to this placement is wanted; what comes after it stays so. */
    Orders stopUpTo(Fence upTo) {
        var later = stop.isOlderThan(upTo) ? upTo : stop;
        return new Orders(wanted, later, successor.filter(next -> BY_PLACEMENT.compare(upTo, next.fence()) < 0));
    }

    /** The present placement is taken down: what is wanted is its successor, if there is one. */
    Orders turn() {
        return new Orders(successor, stop, Optional.empty());
    }

    /** @return the placement that is wanted in the end; empty when none is */
    Optional<Fence> placement() {
        return successor.or(() -> wanted).map(Assignment::fence);
    }

    /** @return whether the placement of {@code fence} may not be here any more */
    boolean isStopped(Fence fence) {
        return !stop.equals(Fence.NONE) && BY_PLACEMENT.compare(fence, stop) <= 0;
    }

    /** @return whether what is here under {@code fence} has to go, for good or for its successor */
    boolean isLeaving(Fence fence) {
        return isStopped(fence) || successor.isPresent();
    }

    /** @return whether nobody will ask for anything of the instance that is here under {@code fence} once it is gone */
    boolean isForgotten(Fence fence) {
        return isStopped(fence) && successor.isEmpty();
    }
}
