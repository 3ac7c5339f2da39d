package holm.cluster.worker;

import holm.domain.Candidate;
import holm.domain.Resources;
import holm.domain.WorkerId;
import holm.domain.message.Downward;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/** What the directory of workers is told. */
public sealed interface DirectoryCommand {
    /** A worker said hello and was welcomed; replaces its older session. */
    record SessionOpened(WorkerId worker, String session, ActorRef<WorkerSession.Command> owner, Candidate self)
            implements DirectoryCommand {}

    record SessionClosed(WorkerId worker, String session) implements DirectoryCommand {}

    /** It said something. */
    record Heard(WorkerId worker, String session) implements DirectoryCommand {}

    /** It said what it has now. */
    record Capacity(WorkerId worker, String session, Candidate self) implements DirectoryCommand {}

    /** From the worker's owner: what is left of it. */
    record Promised(WorkerId worker, Registration registration, Resources free) implements DirectoryCommand {}

    /** From the worker's owner: it was removed. */
    record Removed(WorkerId worker) implements DirectoryCommand {}

    /** Tell this worker, if it is connected. */
    record Tell(WorkerId worker, Downward message) implements DirectoryCommand {}

    /** From the root: the operator says that it does not come back. Refused while it may, or while instances are placed on it. */
    record Remove(WorkerId worker, ActorRef<StatusReply<Done>> replyTo) implements DirectoryCommand {}

    /** From itself: what the worker's owner says to that. */
    record RemoveAnswered(ActorRef<StatusReply<Done>> replyTo, StatusReply<Done> answer) implements DirectoryCommand {}

    /** From the operator: the silent workers are really gone. */
    record ReleaseHold() implements DirectoryCommand {}

    /** From itself: time went by. */
    record Tick() implements DirectoryCommand {}

    /** From itself: go on telling instances that their worker is lost. */
    record Evacuate() implements DirectoryCommand {}
}
