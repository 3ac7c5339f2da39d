package holm.overlay.balance;

import holm.domain.address.Policy;
import java.util.List;

/**
 * At random, by how much processor time each has left. Not the idlest one alone: all clients of all workers would run to it and
 * then to the next.
 */
final class LeastLoaded implements BalancingPolicy {
    /** A change of less moves nothing. Samples of a steady load differ by some per cent. */
    static final int WOBBLE_PERCENT = 10;

    private static final int ALL_PERCENT = 100;

    @Override
    public Policy policy() {
        return Policy.LEAST_LOADED;
    }

    @Override
    public Choice choose(List<Candidate> candidates, Choice before) {
        return Choice.weighted(candidates, candidate -> weight(candidate, before));
    }

    /** A busy one keeps a little, so that it is not forgotten while its next sample is on the way. */
    private static int weight(Candidate candidate, Choice before) {
        var left = Math.clamp(ALL_PERCENT - candidate.endpoint().cpuPercent(), 1, ALL_PERCENT);
        var earlier = before.weightOf(candidate).orElse(left);
        return Math.abs(left - earlier) < WOBBLE_PERCENT ? earlier : left;
    }
}
