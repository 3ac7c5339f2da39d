package holm.cluster.worker;

import holm.domain.Fence;
import holm.domain.InstanceId;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/** What a worker's owner can be asked. Every command is safe to send twice. */
public sealed interface WorkerCommand {
    ActorRef<StatusReply<Done>> replyTo();

    /** A worker says what it is; again at each session and whenever it changed. */
    record Register(Registration now, ActorRef<StatusReply<Done>> replyTo) implements WorkerCommand {}

    /** Is there such a worker? Refused when it never registered here. */
    record Confirm(ActorRef<StatusReply<Done>> replyTo) implements WorkerCommand {}

    /** Promise this; an older fence than the one that holds is refused. */
    record Reserve(Reservation reservation, ActorRef<StatusReply<Done>> replyTo) implements WorkerCommand {}

    /**
     * Take back what was promised to this instance up to and including this placement; a younger promise stays.
     *
     * @param fence of the placement; its run does not matter
     */
    record Release(InstanceId instance, Fence fence, ActorRef<StatusReply<Done>> replyTo) implements WorkerCommand {}
}
