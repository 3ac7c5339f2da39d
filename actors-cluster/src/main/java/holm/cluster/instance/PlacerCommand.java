package holm.cluster.instance;

import holm.domain.Candidate;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.WorkerId;
import holm.domain.descriptor.ServiceDescriptor;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** What the placer is told. */
public sealed interface PlacerCommand {
    /** From the directory: this is what the worker has now. */
    record Update(Candidate candidate) implements PlacerCommand {}

    /** From the directory: this worker was removed. */
    record Gone(WorkerId worker) implements PlacerCommand {}

    /** From itself: what it took off its copy is by now either with the worker's owner or was refused. */
    record Forget() implements PlacerCommand {}

    /**
     * From an instance: where could it go?
     *
     * @param at its fence, which the answer carries
     * @param declined who did not take it, and why
     * @param avoid who should not have it again
     */
    record Place(
            InstanceId instance,
            Fence at,
            ServiceDescriptor descriptor,
            Map<WorkerId, String> declined,
            Set<WorkerId> avoid,
            ActorRef<InstanceCommand> replyTo)
            implements PlacerCommand {}
}
