package holm.cluster.worker;

import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.domain.InstanceId;
import holm.domain.address.NodeSubnet;

/** What happened to a worker's promises. Names are stored in the journal: add new ones, never change these. */
public sealed interface WorkerEvent {
    /** The worker joined, or came back as something else. */
    @JsonTypeName("worker-registered-v1")
    record Registered(Registration registration) implements WorkerEvent {}

    /** Replaces what the instance held before. */
    @JsonTypeName("worker-reserved-v1")
    record Reserved(Reservation reservation) implements WorkerEvent {}

    /**
     * The root gave it addresses for its instances. After {@link Removed}, also after {@link Gone}: to one that was removed meanwhile, from
     * which the root has to take them back (once more).
     */
    @JsonTypeName("worker-subnet-given-v1")
    record SubnetGiven(NodeSubnet subnet) implements WorkerEvent {}

    @JsonTypeName("worker-released-v1")
    record Released(InstanceId instance) implements WorkerEvent {}

    /** The operator said that it does not come back: it promises nothing any more, and its id is never given again. */
    @JsonTypeName("worker-removed-v1")
    record Removed() implements WorkerEvent {}

    /** The root has taken its subnet back: nothing is left of it. Only {@link SubnetGiven} may follow. */
    @JsonTypeName("worker-gone-v1")
    record Gone() implements WorkerEvent {}
}
