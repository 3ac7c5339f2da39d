package holm.overlay.balance;

import holm.domain.address.Policy;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The instances of the nearest worker, in turn: they are equally near. Of workers that are equally near, or about which nobody
 * knows, one of the client's cluster comes first, then the one with the lowest instance number.
 */
final class Closest implements BalancingPolicy {
    /** Each round trip may differ so much from what it was when it decided, and nothing moves. */
    static final double WOBBLE = 0.1;

    /** The chosen one may look slower and the other one faster, each by the wobble, and still be as they were. */
    private static final double CLEARLY_NEARER = (1 - WOBBLE) / (1 + WOBBLE);

    private static final Comparator<Candidate> ORDER = Comparator.comparingDouble(Candidate::roundTripMillis)
            .thenComparing(candidate -> !candidate.sameCluster())
            .thenComparing(Candidate::instance);

    @Override
    public Policy policy() {
        return Policy.CLOSEST;
    }

    @Override
    public Choice choose(List<Candidate> candidates, Choice before) {
        return nearest(candidates.stream())
                .map(best -> nearest(candidates.stream().filter(before::includes))
                        .filter(held -> !isClearlyNearer(best, held))
                        .orElse(best))
                .map(chosen -> Choice.evenly(
                        Mode.ROUND_ROBIN,
                        candidates.stream()
                                .filter(candidate -> candidate.worker().equals(chosen.worker()))
                                .toList()))
                .orElse(Choice.NONE);
    }

    private static Optional<Candidate> nearest(Stream<Candidate> candidates) {
        return candidates.min(ORDER);
    }

    private static boolean isClearlyNearer(Candidate best, Candidate held) {
        return best.roundTripMillis() < held.roundTripMillis() * CLEARLY_NEARER;
    }
}
