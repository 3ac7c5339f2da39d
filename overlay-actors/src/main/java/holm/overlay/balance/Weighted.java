package holm.overlay.balance;

import holm.domain.address.Policy;
import java.util.List;

/** At random, by the weights that people gave to the endpoints. */
final class Weighted implements BalancingPolicy {
    @Override
    public Policy policy() {
        return Policy.WEIGHTED;
    }

    @Override
    public Choice choose(List<Candidate> candidates, Choice before) {
        return Choice.weighted(candidates, candidate -> candidate.endpoint().weight());
    }
}
