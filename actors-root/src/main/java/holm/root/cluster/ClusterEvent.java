package holm.root.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.domain.Candidate;
import holm.domain.Fence;
import holm.domain.InstanceId;

/** What happened to a cluster. Names are stored in the journal: add new ones, never change these. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
    @Type(ClusterEvent.Registered.class),
    @Type(ClusterEvent.Assigned.class),
    @Type(ClusterEvent.Unassigned.class)
})
public sealed interface ClusterEvent {
    /**
     * It said what it has: at its first connection, and at later ones when that differs.
     *
     * @param atMillis milliseconds since 1970
     */
    @JsonTypeName("cluster-registered-v1")
    record Registered(Candidate self, long atMillis) implements ClusterEvent {}

    /** @param fence of which only the assignment is set */
    @JsonTypeName("cluster-assigned-v1")
    record Assigned(InstanceId instance, Fence fence) implements ClusterEvent {}

    @JsonTypeName("cluster-unassigned-v1")
    record Unassigned(InstanceId instance) implements ClusterEvent {}
}
