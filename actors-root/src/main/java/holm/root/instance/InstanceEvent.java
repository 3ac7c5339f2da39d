package holm.root.instance;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.message.Whereabouts;
import holm.scheduling.Placement;
import java.util.List;
import java.util.Optional;

/** What happened to an instance. Names are stored in the journal: add new ones, never change these. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
    @Type(InstanceEvent.Wanted.class),
    @Type(InstanceEvent.Assigned.class),
    @Type(InstanceEvent.Refused.class),
    @Type(InstanceEvent.Unplaced.class),
    @Type(InstanceEvent.Reported.class),
    @Type(InstanceEvent.Stranded.class),
    @Type(InstanceEvent.Rejoined.class),
    @Type(InstanceEvent.GivenUp.class),
    @Type(InstanceEvent.Dismissed.class),
    @Type(InstanceEvent.Undeployed.class)
})
public sealed interface InstanceEvent {
    /** @param atMillis when, milliseconds since 1970 by the root's clock; as in all of these */
    @JsonTypeName("instance-wanted-v1")
    record Wanted(InstanceDefinition definition, long atMillis) implements InstanceEvent {}

    /**
     * The root chose a cluster.
     *
     * @param fence with its assignment raised
     * @param retriesLeft how often a one-shot may still be run again
     * @param why which candidates there were
     */
    @JsonTypeName("instance-assigned-v1")
    record Assigned(ClusterId cluster, Fence fence, int retriesLeft, Placement why, long atMillis)
            implements InstanceEvent {}

    /** That cluster does not take it, or did not say anything in time. */
    @JsonTypeName("instance-refused-v1")
    record Refused(ClusterId cluster, Fence fence, List<String> reasons, long atMillis) implements InstanceEvent {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /** No cluster takes it now. */
    @JsonTypeName("instance-unplaced-v1")
    record Unplaced(Status verdict, StatusDetail detail, Placement why, long atMillis) implements InstanceEvent {}

    @JsonTypeName("instance-reported-v1")
    record Reported(Fence fence, Status status, StatusDetail detail, Optional<Whereabouts> whereabouts, long atMillis)
            implements InstanceEvent {}

    /** Its cluster was silent for too long, and nothing better is known yet. */
    @JsonTypeName("instance-stranded-v1")
    record Stranded(StatusDetail detail, long atMillis) implements InstanceEvent {}

    /** Its cluster came back before it went elsewhere. */
    @JsonTypeName("instance-rejoined-v1")
    record Rejoined(long atMillis) implements InstanceEvent {}

    /** A one-shot without a retry left whose cluster never came back: its outcome stays unknown. */
    @JsonTypeName("instance-given-up-v1")
    record GivenUp(StatusDetail detail, long atMillis) implements InstanceEvent {}

    /** It should stop. */
    @JsonTypeName("instance-dismissed-v1")
    record Dismissed(long atMillis) implements InstanceEvent {}

    /** Nothing of it is left, or it was given up with its cluster. */
    @JsonTypeName("instance-undeployed-v1")
    record Undeployed(long atMillis) implements InstanceEvent {}
}
