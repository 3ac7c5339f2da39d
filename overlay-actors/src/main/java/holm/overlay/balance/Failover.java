package holm.overlay.balance;

import holm.domain.address.Policy;
import java.util.Comparator;
import java.util.List;

/** The first that lives: the largest weight first, and of equals the lowest instance number. The first one takes over again when it is back. */
final class Failover implements BalancingPolicy {
    private static final Comparator<Candidate> ORDER = Comparator.<Candidate>comparingInt(
                    candidate -> -candidate.endpoint().weight())
            .thenComparing(Candidate::instance);

    @Override
    public Policy policy() {
        return Policy.FAILOVER;
    }

    @Override
    public Choice choose(List<Candidate> candidates, Choice before) {
        return candidates.stream().min(ORDER).map(Choice::only).orElse(Choice.NONE);
    }
}
