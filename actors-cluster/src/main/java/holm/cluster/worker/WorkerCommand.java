package holm.cluster.worker;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.address.NodeSubnet;
import holm.persistence.Asked;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/** What a worker's owner can be asked. Every command is safe to send twice. */
public sealed interface WorkerCommand {
    /** A worker says what it is; again at each session and whenever it changed. */
    record Register(Registration now, ActorRef<StatusReply<Done>> replyTo)
            implements WorkerCommand, Asked.ForDone<WorkerState> {}

    /** Is there such a worker? Refused when it never registered here. */
    record Confirm(ActorRef<StatusReply<Done>> replyTo) implements WorkerCommand, Asked.ForDone<WorkerState> {}

    /**
     * Promise this; an older fence than the one that holds is refused. Answered by {@link Settle}, once it is durable; nobody waits for
     * the row that shows it.
     */
    record Reserve(Reservation reservation, ActorRef<StatusReply<Done>> replyTo) implements WorkerCommand {}

    /** From itself: write down together what was asked for since the last time. */
    record Settle() implements WorkerCommand {}

    /**
     * Take back what was promised to this instance up to and including this placement; a younger promise stays.
     *
     * @param fence of the placement; its run does not matter
     */
    record Release(InstanceId instance, Fence fence) implements WorkerCommand {}

    /** From the root: these are its addresses; kept, so that it gets them again while the root is away. */
    record KeepSubnet(NodeSubnet subnet) implements WorkerCommand {}

    /** From its session: which subnet was it given? */
    record AskSubnet(ActorRef<Optional<NodeSubnet>> replyTo) implements WorkerCommand {}

    /** From the directory: the operator says that it does not come back. Refused when instances are placed on it. */
    record Remove(ActorRef<StatusReply<Done>> replyTo) implements WorkerCommand, Asked.ForDone<WorkerState> {}

    /** From the root: what it had is free again. */
    record SubnetTaken() implements WorkerCommand {}

    /** From the scan at the start: go on with what was begun. */
    record Wake() implements WorkerCommand {}

    /** From itself: look for promises that nobody means any more, and say again what was not confirmed. */
    record Audit() implements WorkerCommand {}
}
