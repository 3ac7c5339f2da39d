package holm.cluster.routes;

import holm.domain.InstanceId;
import holm.domain.WorkerId;
import holm.domain.message.OverlayUpdate;
import holm.domain.route.RouteTable;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;

/** What the owner of a service's routes is told. Every command is safe to send twice, late, or after younger ones. */
public sealed interface ServiceRoutesCommand {
    /** From an instance: look at its row, it may be reached otherwise now. */
    record Look(InstanceId instance) implements ServiceRoutesCommand {}

    /**
     * From an instance that has to stop: answer when no worker leads anybody to it any more, or when nobody should wait any longer.
     * Its row shows already that it is not to be reached.
     */
    record Withdraw(InstanceId instance, ActorRef<Done> replyTo) implements ServiceRoutesCommand {}

    /** @param cpuPercent how busy it is now, 0–100 of what it may use */
    record Busy(InstanceId instance, int cpuPercent) implements ServiceRoutesCommand {}

    /**
     * From the session of a worker.
     *
     * @param version that the worker has; 0 for none
     * @param updates carries what the worker is told
     */
    record Interested(WorkerId worker, String session, long version, ActorRef<OverlayUpdate> updates)
            implements ServiceRoutesCommand {}

    /** From the session of a worker, again and again: an owner that was restarted learns of it by this. */
    record StillInterested(WorkerId worker, String session, ActorRef<OverlayUpdate> updates)
            implements ServiceRoutesCommand {}

    /** From the session of a worker; also when it ends. */
    record Uninterested(WorkerId worker, String session) implements ServiceRoutesCommand {}

    record Applied(WorkerId worker, String session, long version) implements ServiceRoutesCommand {}

    /** From the root: what other clusters have, as a whole or in parts. */
    record Foreign(OverlayUpdate.Routes routes) implements ServiceRoutesCommand {}

    /** From the root: the service is no more. */
    record Gone() implements ServiceRoutesCommand {}

    /** From the link to the root: whether it wants to know the endpoints of this cluster. */
    record WantedAbove(boolean wanted) implements ServiceRoutesCommand {}

    /** What it is like now, for people. */
    record Show(ActorRef<Shown> replyTo) implements ServiceRoutesCommand {}

    /** @param interested workers that have the table, or are about to */
    record Shown(Optional<RouteTable> table, List<WorkerId> interested) {
        public Shown {
            interested = List.copyOf(interested);
        }
    }

    /** From itself: what has come together may be sent. */
    record Flush() implements ServiceRoutesCommand {}

    /** From itself: whoever was waited for has had time enough. */
    record Enough() implements ServiceRoutesCommand {}

    /** From itself: nothing was to be done for a while. */
    record Rest() implements ServiceRoutesCommand {}

    /** From sharding: go now. */
    record Leave() implements ServiceRoutesCommand {}
}
