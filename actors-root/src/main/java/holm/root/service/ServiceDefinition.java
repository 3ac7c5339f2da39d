package holm.root.service;

import com.fasterxml.jackson.annotation.JsonCreator;
import holm.domain.ApplicationId;
import holm.domain.address.AddressPair;
import holm.domain.descriptor.ServiceDescriptor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a service is; never changes, but for addresses of policies that it is older than.
 *
 * @param owner name of the account that owns the application
 * @param source the microservice as the client sent it
 * @param addresses service addresses by the policy's word; empty for a service that is older than addresses
 * @param createdAtMillis milliseconds since 1970
 */
public record ServiceDefinition(
        ApplicationId application,
        String owner,
        ServiceDescriptor descriptor,
        Map<String, Object> source,
        Map<String, AddressPair> addresses,
        long createdAtMillis) {
    public ServiceDefinition {
        addresses = Map.copyOf(addresses);
    }

    @JsonCreator
    static ServiceDefinition read(
            ApplicationId application,
            String owner,
            ServiceDescriptor descriptor,
            Map<String, Object> source,
            @Nullable Map<String, AddressPair> addresses,
            long createdAtMillis) {
        return new ServiceDefinition(
                application, owner, descriptor, source, addresses == null ? Map.of() : addresses, createdAtMillis);
    }

    boolean has(Map<String, AddressPair> others) {
        return addresses.entrySet().containsAll(others.entrySet());
    }

    ServiceDefinition with(Map<String, AddressPair> more) {
        var all = new HashMap<>(addresses);
        all.putAll(more);
        return new ServiceDefinition(application, owner, descriptor, source, all, createdAtMillis);
    }

    /** @return whether both ask for the same; the time does not count */
    boolean sameAs(ServiceDefinition other) {
        return application.equals(other.application)
                && owner.equals(other.owner)
                && descriptor.equals(other.descriptor);
    }
}
