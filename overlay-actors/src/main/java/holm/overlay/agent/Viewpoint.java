package holm.overlay.agent;

import holm.domain.ClusterId;
import holm.domain.WorkerId;
import java.util.Map;
import java.util.Optional;

/**
 * From where somebody chooses among endpoints.
 *
 * @param worker the client's
 * @param cluster of that worker; empty before anybody said so
 * @param roundTripMillis to other workers, measured or predicted; workers that nothing is known of are missing
 */
public record Viewpoint(WorkerId worker, Optional<ClusterId> cluster, Map<WorkerId, Double> roundTripMillis) {
    /** A move of less is a wobble (issue 3). */
    private static final double WOBBLE = 0.10;

    public Viewpoint {
        roundTripMillis = Map.copyOf(roundTripMillis);
    }

    /** @return whether somebody who chose by {@code other} may choose otherwise now, among these workers */
    boolean isElsewhere(Viewpoint other, Iterable<WorkerId> workers) {
        if (!worker.equals(other.worker) || !cluster.equals(other.cluster)) {
            return true;
        }
        for (var peer : workers) {
            var before = other.roundTripMillis.get(peer);
            var now = roundTripMillis.get(peer);
            if (before == null || now == null) {
                if (before != null || now != null) {
                    return true;
                }
            } else if (Math.abs(now - before) > WOBBLE * before) {
                return true;
            }
        }
        return false;
    }
}
