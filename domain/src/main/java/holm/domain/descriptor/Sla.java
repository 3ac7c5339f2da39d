package holm.domain.descriptor;

import java.util.List;

/**
 * A whole application document (Oakestra's "SLA" v2.0) that was understood.
 *
 * @param customerID as the client wrote it; who the caller is, is known from the token alone
 * @param applications at least one
 */
public record Sla(String customerID, List<ApplicationRequest> applications) {
    public Sla {
        applications = List.copyOf(applications);
    }
}
