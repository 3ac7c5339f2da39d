package holm.overlay.balance;

import holm.domain.address.Policy;
import java.util.List;

/** Always the same for a client's address, as long as the back ends stay. */
final class Sticky implements BalancingPolicy {
    @Override
    public Policy policy() {
        return Policy.STICKY;
    }

    @Override
    public Choice choose(List<Candidate> candidates, Choice before) {
        return Choice.evenly(Mode.STICKY, candidates);
    }
}
