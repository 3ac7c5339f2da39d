package holm.root.cluster;

import holm.domain.Candidate;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.persistence.Asked;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** What a cluster's entity can be told. Every command is safe to send twice. */
public sealed interface ClusterCommand {
    /**
     * From a session: the cluster connected and was recognised. Answered with what should run there, or refused when another
     * cluster of this name is connected.
     *
     * @param known whether it says that it had this id before
     */
    record Connect(
            Candidate self,
            boolean known,
            ActorRef<ClusterSession.Command> session,
            ActorRef<StatusReply<Assignments>> replyTo)
            implements ClusterCommand, Asked<ClusterState, Assignments> {
        @Override
        public Assignments answer(ClusterState state) {
            return new Assignments(state instanceof ClusterState.Known now ? now.assignments() : HashTreePMap.empty());
        }
    }

    /** From a session, again and again while it lasts: an entity that was restarted finds its session by it. */
    record Here(ActorRef<ClusterSession.Command> session) implements ClusterCommand {}

    /**
     * From a session: it is over.
     *
     * @param silentMillis how long the cluster had already been silent
     */
    record Disconnected(ActorRef<ClusterSession.Command> session, long silentMillis) implements ClusterCommand {}

    /** From an instance: it should run there. The instance itself tells the session, this only keeps it. */
    record Assign(InstanceId instance, Fence fence) implements ClusterCommand {}

    /** From an instance: it went elsewhere, or is not wanted any more. */
    record Unassign(InstanceId instance, Fence fence) implements ClusterCommand {}

    /** From the entity itself: time went by. */
    record Tick() implements ClusterCommand {}

    /** From the scan at the start: begin to listen for it. */
    record Wake() implements ClusterCommand {}

    /** The answer to {@link Connect}: what should run there, with the fence. */
    record Assignments(PMap<InstanceId, Fence> byInstance) {}
}
