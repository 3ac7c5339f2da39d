package holm.root.cluster;

import static holm.domain.Decision.accept;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.domain.Candidate;
import holm.domain.Decision;
import holm.domain.Fence;
import holm.domain.InstanceId;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Who one cluster is and which instances it was assigned. Whether it is connected is nothing to store. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({@Type(ClusterState.Unknown.class), @Type(ClusterState.Known.class)})
public sealed interface ClusterState {
    ClusterState UNKNOWN = new Unknown();

    /** @param nowMillis milliseconds since 1970 */
    Decision<ClusterEvent> decide(ClusterCommand command, long nowMillis);

    ClusterState apply(ClusterEvent event);

    /** Never connected. */
    @JsonTypeName("cluster-unknown-v1")
    record Unknown() implements ClusterState {
        @Override
        public Decision<ClusterEvent> decide(ClusterCommand command, long nowMillis) {
            return command instanceof ClusterCommand.Connect connect
                    ? accept(new ClusterEvent.Registered(connect.self(), nowMillis))
                    : accept();
        }

        @Override
        public ClusterState apply(ClusterEvent event) {
            return event instanceof ClusterEvent.Registered(var self, var atMillis)
                    ? new Known(self, atMillis, HashTreePMap.empty())
                    : this;
        }
    }

    /**
     * It registered.
     *
     * @param self what it had when it registered last
     * @param registeredAtMillis milliseconds since 1970
     * @param assignments what should run there, with the fence (placement and run are 0); a persistent map, because it may be large
     */
    @JsonTypeName("cluster-known-v1")
    record Known(Candidate self, long registeredAtMillis, PMap<InstanceId, Fence> assignments) implements ClusterState {
        @Override
        public Decision<ClusterEvent> decide(ClusterCommand command, long nowMillis) {
            return switch (command) {
                case ClusterCommand.Connect connect ->
                    hasSameShape(connect.self())
                            ? accept()
                            : accept(new ClusterEvent.Registered(connect.self(), nowMillis));
                case ClusterCommand.Assign(var instance, var fence) -> {
                    var held = assignments.get(instance);
                    yield held != null && held.compareTo(fence) >= 0
                            ? accept()
                            : accept(new ClusterEvent.Assigned(instance, fence));
                }
                case ClusterCommand.Unassign unassign -> {
                    var held = assignments.get(unassign.instance());
                    yield held == null || unassign.fence().assignment() < held.assignment()
                            ? accept()
                            : accept(new ClusterEvent.Unassigned(unassign.instance()));
                }
                case ClusterCommand.Here _,
                        ClusterCommand.Disconnected _,
                        ClusterCommand.Tick _,
                        ClusterCommand.Wake _ -> accept();
            };
        }

        @Override
        public ClusterState apply(ClusterEvent event) {
            return switch (event) {
                case ClusterEvent.Registered(var now, var atMillis) -> new Known(now, atMillis, assignments);
                case ClusterEvent.Assigned(var instance, var fence) ->
                    new Known(self, registeredAtMillis, assignments.plus(instance, fence));
                case ClusterEvent.Unassigned(var instance) ->
                    new Known(self, registeredAtMillis, assignments.minus(instance));
            };
        }

        /** What is free changes all the time and is not worth an event. */
        private boolean hasSameShape(Candidate now) {
            return self.name().equals(now.name())
                    && self.capacity().equals(now.capacity())
                    && self.kinds().equals(now.kinds())
                    && self.virtualizations().equals(now.virtualizations())
                    && self.architectures().equals(now.architectures())
                    && self.labels().equals(now.labels())
                    && self.location().equals(now.location())
                    && self.address().equals(now.address());
        }
    }
}
