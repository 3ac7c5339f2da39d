package holm.root.service;

import holm.domain.ApplicationId;
import holm.domain.ServiceId;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.address.AddressPair;
import holm.domain.descriptor.ServiceDescriptor;
import holm.root.instance.InstanceView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service and its instances, as lists and answers show them.
 *
 * @param owner name of the account that owns the application
 * @param source the microservice as the client sent it
 * @param addresses service addresses by the policy's word
 * @param nextNumber the number that the next new instance gets
 * @param status of the instance that is furthest from running; empty before the first instance
 * @param detail of that instance
 * @param instances by number; those that are being stopped are among them until they are {@code UNDEPLOYED}
 * @param createdAtMillis milliseconds since 1970
 */
public record ServiceView(
        ServiceId id,
        ApplicationId application,
        String owner,
        ServiceDescriptor descriptor,
        Map<String, Object> source,
        Map<String, AddressPair> addresses,
        int nextNumber,
        Optional<Status> status,
        StatusDetail detail,
        List<InstanceView> instances,
        long createdAtMillis) {
    public ServiceView {
        addresses = Map.copyOf(addresses);
        instances = List.copyOf(instances);
    }
}
