package holm.overlay.balance;

import holm.domain.address.Policy;
import java.util.List;
import java.util.function.Predicate;

/** In turn among those on the client's worker; where there are none, of its cluster; where there are none, of all. */
final class LocalFirst implements BalancingPolicy {
    @Override
    public Policy policy() {
        return Policy.LOCAL_FIRST;
    }

    @Override
    public Choice choose(List<Candidate> candidates, Choice before) {
        var here = only(Candidate::sameWorker, candidates);
        var near = here.isEmpty() ? only(Candidate::sameCluster, candidates) : here;
        return Choice.evenly(Mode.ROUND_ROBIN, near.isEmpty() ? candidates : near);
    }

    private static List<Candidate> only(Predicate<Candidate> wanted, List<Candidate> candidates) {
        return candidates.stream().filter(wanted).toList();
    }
}
