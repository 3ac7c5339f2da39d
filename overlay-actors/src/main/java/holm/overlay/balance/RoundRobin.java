package holm.overlay.balance;

import holm.domain.address.Policy;
import java.util.List;

/** All in turn. Each address has a turn of its own, because a turn that two share starves back ends of both. */
final class RoundRobin implements BalancingPolicy {
    @Override
    public Policy policy() {
        return Policy.ROUND_ROBIN;
    }

    @Override
    public Choice choose(List<Candidate> candidates, Choice before) {
        return Choice.evenly(Mode.ROUND_ROBIN, candidates);
    }
}
