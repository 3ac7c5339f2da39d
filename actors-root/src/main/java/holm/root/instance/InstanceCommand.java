package holm.root.instance;

import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.message.Report;
import holm.persistence.Passivation;
import holm.root.service.ServiceCommand;
import holm.scheduling.Placement;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** What an instance can be told. Every command is safe to send twice, late, and out of order. */
public sealed interface InstanceCommand {
    /** From its service: it should run. Answered with {@link ServiceCommand.InstanceKnown}. */
    record Want(InstanceDefinition definition, ActorRef<ServiceCommand> service) implements InstanceCommand {}

    /** From its service: it should stop. Answered with {@link ServiceCommand.InstanceGone} as soon as nothing is left. */
    record Dismiss(ActorRef<ServiceCommand> service) implements InstanceCommand {}

    /**
     * From the placer.
     *
     * @param basis the fence when it was asked: an answer to an older question is dropped
     */
    record Placed(Fence basis, Placement placement) implements InstanceCommand {}

    /** From its cluster: not taken, nothing was started under this fence. */
    record Refused(ClusterId cluster, Fence fence, List<String> reasons) implements InstanceCommand {}

    /** From its cluster. */
    record Reported(ClusterId cluster, Report report) implements InstanceCommand {}

    /** From its cluster: nothing up to and including this fence is left there. */
    record Stopped(ClusterId cluster, Fence fence) implements InstanceCommand {}

    /** From the cluster's entity, again and again while it lasts: it was silent for too long. */
    record ClusterLost(ClusterId cluster, String clusterName) implements InstanceCommand {}

    /** From the session: the cluster is there again and has this instance. */
    record ClusterBack(ClusterId cluster) implements InstanceCommand {}

    /** Look whether there is work: from the placer when there is more room, from the scan at the start, from the entity's own timer. */
    record Wake() implements InstanceCommand {}

    /** From the entity itself: nothing was to be done for a while. */
    record Rest() implements InstanceCommand {}

    /** From sharding: leave the memory. */
    record Leave() implements InstanceCommand, Passivation {}
}
