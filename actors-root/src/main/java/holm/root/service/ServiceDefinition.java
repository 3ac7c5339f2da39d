package holm.root.service;

import holm.domain.ApplicationId;
import holm.domain.descriptor.ServiceDescriptor;
import java.util.Map;

/**
 * What a service is; never changes.
 *
 * @param owner name of the account that owns the application
 * @param source the microservice as the client sent it
 * @param createdAtMillis milliseconds since 1970
 */
public record ServiceDefinition(
        ApplicationId application,
        String owner,
        ServiceDescriptor descriptor,
        Map<String, Object> source,
        long createdAtMillis) {
    /** @return whether both ask for the same; the time does not count */
    boolean sameAs(ServiceDefinition other) {
        return application.equals(other.application)
                && owner.equals(other.owner)
                && descriptor.equals(other.descriptor);
    }
}
