package holm.overlay.balance;

import holm.domain.ClusterId;
import holm.domain.WorkerId;
import holm.domain.route.Endpoint;
import java.util.function.ToDoubleFunction;

/**
 * From where the candidates are seen.
 *
 * @param roundTripMillis to each other worker; infinite when nobody knows
 */
public record Viewpoint(WorkerId worker, ClusterId cluster, ToDoubleFunction<WorkerId> roundTripMillis) {
    /** @return the endpoint as it looks from here; its own worker is no way off, whatever was measured */
    Candidate see(Endpoint endpoint) {
        var here = endpoint.worker().equals(worker);
        return new Candidate(
                endpoint,
                here ? 0 : roundTripMillis.applyAsDouble(endpoint.worker()),
                here,
                here || endpoint.cluster().equals(cluster));
    }
}
