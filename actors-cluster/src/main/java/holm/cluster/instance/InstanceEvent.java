package holm.cluster.instance;

import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.domain.Fence;
import holm.domain.Status;
import holm.domain.WorkerId;
import holm.domain.message.Assignment;
import holm.domain.message.Report;
import java.time.Instant;
import java.util.List;

/** What happened to an instance in this cluster. Names are stored in the journal: add new ones, never change these. */
public sealed interface InstanceEvent {
    /** The root chose this cluster, for the first time or again. */
    @JsonTypeName("instance-assigned-v1")
    record Assigned(Assignment assignment, Instant at) implements InstanceEvent {}

    /**
     * A worker promised to take it.
     *
     * @param fence with the new placement; its run is 0
     */
    @JsonTypeName("instance-node-assigned-v1")
    record NodeAssigned(WorkerId worker, String workerName, Fence fence, Instant at) implements InstanceEvent {}

    @JsonTypeName("instance-reported-v1")
    record Reported(Report report, Instant at) implements InstanceEvent {}

    /** The end of a run that was given up before; kept for the record, changes nothing. */
    @JsonTypeName("instance-late-reported-v1")
    record LateReported(Report report, Instant at) implements InstanceEvent {}

    /** The worker did not take it; nothing of it exists there. */
    @JsonTypeName("instance-declined-v1")
    record Declined(WorkerId worker, String reason, Instant at) implements InstanceEvent {}

    /** The worker is there and never said a word about it; something of it may exist there. */
    @JsonTypeName("instance-unanswered-v1")
    record Unanswered(WorkerId worker, Instant at) implements InstanceEvent {}

    /** A run of a one-shot is gone without a trace; it used up a retry. */
    @JsonTypeName("instance-vanished-v1")
    record Vanished(WorkerId worker, Instant at) implements InstanceEvent {}

    @JsonTypeName("instance-worker-lost-v1")
    record WorkerLost(WorkerId worker, Instant at) implements InstanceEvent {}

    /** It came back before another worker took the instance. */
    @JsonTypeName("instance-worker-returned-v1")
    record WorkerReturned(WorkerId worker, Instant at) implements InstanceEvent {}

    /** It cannot be started on any worker, and was left alone for a while: everybody is asked again. */
    @JsonTypeName("instance-retried-v1")
    record Retried(Instant at) implements InstanceEvent {}

    /** A one-shot that cannot be started on any worker; its last status is its end. */
    @JsonTypeName("instance-given-up-v1")
    record GivenUp(Instant at) implements InstanceEvent {}

    /** Nobody will ever say how this one-shot ended. */
    @JsonTypeName("instance-outcome-unknown-v1")
    record OutcomeUnknown(String reason, Instant at) implements InstanceEvent {}

    /** No worker takes it: the root has to decide. */
    @JsonTypeName("instance-refused-v1")
    record Refused(Status verdict, List<String> reasons, Instant at) implements InstanceEvent {}

    /** @param fence up to which the root wants nothing of it */
    @JsonTypeName("instance-stop-requested-v1")
    record StopRequested(Fence fence, Instant at) implements InstanceEvent {}

    /** Nothing of an earlier placement exists on this worker any more, or the worker itself is gone. */
    @JsonTypeName("instance-left-v1")
    record Left(WorkerId worker) implements InstanceEvent {}

    @JsonTypeName("instance-undeployed-v1")
    record Undeployed(Instant at) implements InstanceEvent {}
}
