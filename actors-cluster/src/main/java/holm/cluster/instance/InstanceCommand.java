package holm.cluster.instance;

import holm.domain.Fence;
import holm.domain.WorkerId;
import holm.domain.message.Actual;
import holm.domain.message.Assignment;
import holm.domain.message.Report;
import holm.persistence.Passivation;
import holm.scheduling.Placement;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** What an instance is told. Every command is safe to send twice, late, or after younger ones. */
public sealed interface InstanceCommand {
    /** From the root: it should run in this cluster. */
    record Assign(Assignment assignment) implements InstanceCommand {}

    /** From the root: nothing of it should exist here, up to and including this fence, in which 0 stands for all. */
    record Stop(Fence fence) implements InstanceCommand {}

    /** From a worker: it knows nothing of what the wanted set says. */
    record Want(WorkerId worker) implements InstanceCommand {}

    /** From a worker: this exists there and stood in no set. */
    record Judge(WorkerId worker, Actual actual) implements InstanceCommand {}

    record Reported(WorkerId worker, Report report) implements InstanceCommand {}

    /** From a worker: it does not take it, and nothing of it exists there under this fence. */
    record Declined(WorkerId worker, Fence fence, List<String> reasons) implements InstanceCommand {}

    /** From a worker: nothing of it exists there up to this fence. */
    record Stopped(WorkerId worker, Fence fence) implements InstanceCommand {}

    /** Nobody is sent any more to what this worker has of it: it may be stopped there. */
    record Withdrawn(WorkerId worker, Fence fence) implements InstanceCommand {}

    /** The complete actual set of this worker lacks it. */
    record Missing(WorkerId worker) implements InstanceCommand {}

    /** This worker is silent for too long. */
    record WorkerLost(WorkerId worker) implements InstanceCommand {}

    /**
     * What the scheduler says.
     *
     * @param at fence for which it was asked
     */
    record Ranked(Fence at, Placement placement) implements InstanceCommand {}

    /**
     * What a worker's owner says to a reservation.
     *
     * @param candidate who was asked
     * @param fence of the placement it was asked for
     * @param refusal why not; empty when it was promised
     * @param rest who to ask next, best first
     * @param reasons of those who were asked before
     */
    record ReserveAnswered(
            Seek.Next candidate, Fence fence, Optional<String> refusal, List<Seek.Next> rest, List<String> reasons)
            implements InstanceCommand {}

    /** Is this promise of the worker meant? Asked about promises that no row knows. */
    record Holds(WorkerId worker, Fence fence, ActorRef<Boolean> replyTo) implements InstanceCommand {}

    /** Time went by. */
    record Due() implements InstanceCommand {}

    /** Go on with what is pending; sent once after a start. */
    record Wake() implements InstanceCommand {}

    /** Nothing was to be done for a while: the actor may go. */
    record Rest() implements InstanceCommand {}

    /** From sharding: go now. */
    record Leave() implements InstanceCommand, Passivation {}
}
