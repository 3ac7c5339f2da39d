package holm.overlay.balance;

import holm.domain.address.Policy;
import java.util.List;

/** Anyone, all equally likely. */
final class AtRandom implements BalancingPolicy {
    @Override
    public Policy policy() {
        return Policy.RANDOM;
    }

    @Override
    public Choice choose(List<Candidate> candidates, Choice before) {
        return Choice.evenly(Mode.RANDOM, candidates);
    }
}
