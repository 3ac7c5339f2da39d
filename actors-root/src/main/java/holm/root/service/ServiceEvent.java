package holm.root.service;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.domain.address.AddressPair;
import java.util.List;
import java.util.Map;

/** What happened to a service. Names are stored in the journal: add new ones, never change these. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
    @Type(ServiceEvent.Created.class),
    @Type(ServiceEvent.Addressed.class),
    @Type(ServiceEvent.InstancesAdded.class),
    @Type(ServiceEvent.InstancesDismissed.class),
    @Type(ServiceEvent.InstanceGone.class),
    @Type(ServiceEvent.Weighed.class),
    @Type(ServiceEvent.DeletionStarted.class),
    @Type(ServiceEvent.Deleted.class)
})
public sealed interface ServiceEvent {
    @JsonTypeName("service-created-v1")
    record Created(ServiceDefinition definition) implements ServiceEvent {}

    /**
     * It is older than some policy's addresses, and has them now.
     *
     * @param addresses by the policy's word, beside those that it has
     */
    @JsonTypeName("service-addressed-v1")
    record Addressed(Map<String, AddressPair> addresses) implements ServiceEvent {
        public Addressed {
            addresses = Map.copyOf(addresses);
        }
    }

    /** @param count how many; they get the next numbers */
    @JsonTypeName("service-instances-added-v1")
    record InstancesAdded(int count) implements ServiceEvent {}

    /** These are not wanted any more; each is told to stop until it is gone. */
    @JsonTypeName("service-instances-dismissed-v1")
    record InstancesDismissed(List<Integer> numbers) implements ServiceEvent {
        public InstancesDismissed {
            numbers = List.copyOf(numbers);
        }
    }

    /** A dismissed instance stopped, or was given up with its cluster. */
    @JsonTypeName("service-instance-gone-v1")
    record InstanceGone(int number) implements ServiceEvent {}

    /** @param weight 0–1,000 */
    @JsonTypeName("service-instance-weighed-v1")
    record Weighed(int number, int weight) implements ServiceEvent {}

    @JsonTypeName("service-deletion-started-v1")
    record DeletionStarted() implements ServiceEvent {}

    @JsonTypeName("service-deleted-v1")
    record Deleted() implements ServiceEvent {}
}
