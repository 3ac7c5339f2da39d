package holm.domain.descriptor;

import holm.domain.ApplicationId;
import java.util.List;
import java.util.Optional;

/**
 * One application of a document.
 *
 * @param applicationId to which existing application the services are to be added; empty for a new application
 * @param name 1–30 letters and digits
 * @param namespace 1–30 letters and digits
 * @param services may be empty; names unique
 */
public record ApplicationRequest(
        Optional<ApplicationId> applicationId,
        String name,
        String namespace,
        String description,
        List<ServiceRequest> services) {
    public ApplicationRequest {
        services = List.copyOf(services);
    }
}
