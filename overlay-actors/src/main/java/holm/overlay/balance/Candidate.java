package holm.overlay.balance;

import holm.domain.InstanceId;
import holm.domain.WorkerId;
import holm.domain.route.Endpoint;

/**
 * An endpoint as one worker sees it.
 *
 * @param roundTripMillis to its worker, measured or predicted, 0 or more; infinite when nobody knows
 * @param sameWorker whether it runs where the client is
 * @param sameCluster whether its worker is of the client's cluster; true for the same worker
 */
public record Candidate(Endpoint endpoint, double roundTripMillis, boolean sameWorker, boolean sameCluster) {
    public Candidate {
        if (!(roundTripMillis >= 0)) {
            throw new IllegalArgumentException("a round trip takes no time less than 0: " + roundTripMillis);
        }
    }

    public InstanceId instance() {
        return endpoint.instance();
    }

    public WorkerId worker() {
        return endpoint.worker();
    }
}
