package holm.overlay.balance;

import static holm.overlay.balance.Shop.atDistances;
import static holm.overlay.balance.Shop.candidate;
import static holm.overlay.balance.Shop.endpoint;
import static holm.overlay.balance.Shop.instance;
import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.address.Policy;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    private static final double UNKNOWN = Double.POSITIVE_INFINITY;

    @Test
    void roundRobinTakesAllInTurn() {
        assertThat(chosen(Policy.ROUND_ROBIN, atDistances(1, 2, 3)))
                .isEqualTo(new Choice(Mode.ROUND_ROBIN, shares(1, 1, 1)));
    }

    @Test
    void randomTakesAllEquallyOften() {
        var candidates = List.of(candidate(endpoint(1, 1, 900, 90), 1), candidate(endpoint(2, 2, 1, 0), 99));
        assertThat(chosen(Policy.RANDOM, candidates)).isEqualTo(new Choice(Mode.RANDOM, shares(1, 1)));
    }

    @Test
    void stickyHashesTheClientOverAll() {
        assertThat(chosen(Policy.STICKY, atDistances(1, 2))).isEqualTo(new Choice(Mode.STICKY, shares(1, 1)));
    }

    @Test
    void weightedFollowsTheEndpointsWeights() {
        var candidates = List.of(candidate(endpoint(1, 1, 1_000, 0), 1), candidate(endpoint(2, 2, 1, 0), 1));
        assertThat(chosen(Policy.WEIGHTED, candidates)).isEqualTo(new Choice(Mode.RANDOM, shares(1_000, 1)));
    }

    @Test
    void leastLoadedGivesByWhatIsLeft() {
        var candidates = List.of(loaded(1, 0), loaded(2, 75), loaded(3, 100));
        assertThat(chosen(Policy.LEAST_LOADED, candidates)).isEqualTo(new Choice(Mode.RANDOM, shares(100, 25, 1)));
    }

    @ParameterizedTest
    @CsvSource({"50,59,50", "50,41,50", "50,60,40", "50,40,60", "50,100,1", "100,95,1"})
    void leastLoadedFollowsOnlyChangesOfTenPercent(int earlier, int now, int weight) {
        var before = chosen(Policy.LEAST_LOADED, List.of(loaded(1, earlier)));
        assertThat(chosen(Policy.LEAST_LOADED, List.of(loaded(1, now)), before).shares())
                .isEqualTo(shares(weight));
    }

    @Test
    void leastLoadedFollowsALoadThatCreepsUp() {
        var choice = chosen(Policy.LEAST_LOADED, List.of(loaded(1, 0)));
        for (var cpu = 1; cpu <= 80; cpu++) {
            choice = chosen(Policy.LEAST_LOADED, List.of(loaded(1, cpu)), choice);
        }
        assertThat(choice.shares()).isEqualTo(shares(20));
    }

    @Test
    void failoverTakesTheLargestWeightAndOfEqualsTheLowestNumber() {
        var first = candidate(endpoint(1, 1, 100, 0), 1);
        var second = candidate(endpoint(2, 2, 100, 0), 1);
        var preferred = candidate(endpoint(3, 3, 200, 0), 1);
        assertThat(chosen(Policy.FAILOVER, List.of(first, second, preferred))).isEqualTo(Choice.only(preferred));
        assertThat(chosen(Policy.FAILOVER, List.of(first, second))).isEqualTo(Choice.only(first));
        assertThat(chosen(Policy.FAILOVER, List.of(second))).isEqualTo(Choice.only(second));
    }

    @Test
    void failoverReturnsToTheFirstOneWhenItIsBack() {
        var first = candidate(endpoint(1, 1), 1);
        var second = candidate(endpoint(2, 2), 1);
        assertThat(chosen(Policy.FAILOVER, List.of(first, second), Choice.only(second)))
                .isEqualTo(Choice.only(first));
    }

    @Test
    void localFirstTakesTheWorkerThenTheClusterThenAny() {
        var here = candidate(endpoint(1, 0), 1);
        var alsoHere = candidate(endpoint(2, 0), 1);
        var near = candidate(endpoint(3, 5), 1);
        var far = candidate(endpoint(4, 15), 1);
        assertThat(chosen(Policy.LOCAL_FIRST, List.of(here, alsoHere, near, far)))
                .isEqualTo(Choice.evenly(Mode.ROUND_ROBIN, List.of(here, alsoHere)));
        assertThat(chosen(Policy.LOCAL_FIRST, List.of(near, far)))
                .isEqualTo(Choice.evenly(Mode.ROUND_ROBIN, List.of(near)));
        assertThat(chosen(Policy.LOCAL_FIRST, List.of(far))).isEqualTo(Choice.evenly(Mode.ROUND_ROBIN, List.of(far)));
    }

    @Test
    void closestTakesTheSmallestRoundTrip() {
        assertThat(closest(atDistances(20, 5, 30), Choice.NONE)).containsExactly(2);
    }

    @Test
    void closestTakesTheClientsOwnWorkerFirstOfAll() {
        var candidates = List.of(candidate(endpoint(1, 1), 0.01), candidate(endpoint(2, 0), 50));
        assertThat(closest(candidates, Choice.NONE)).containsExactly(2);
    }

    @Test
    void closestTakesAllInstancesOfTheNearestWorkerInTurn() {
        var candidates =
                List.of(candidate(endpoint(1, 1), 5), candidate(endpoint(2, 2), 9), candidate(endpoint(3, 1), 5));
        assertThat(closest(candidates, Choice.NONE)).containsExactly(1, 3);
    }

    @Test
    void closestPrefersTheClustersOwnThenTheLowestNumberAmongEquals() {
        assertThat(closest(atDistances(7, 7), Choice.NONE)).containsExactly(1);
        var foreign = candidate(endpoint(1, 15), UNKNOWN);
        var own = candidate(endpoint(2, 5), UNKNOWN);
        assertThat(closest(List.of(foreign, own), Choice.NONE)).containsExactly(2);
    }

    @Test
    void closestStaysWithWhomItChoseUntilAnotherIsClearlyNearer() {
        var first = chosen(Policy.CLOSEST, atDistances(10, 11));
        assertThat(closest(atDistances(10.9, 9.1), first)).containsExactly(1);
        assertThat(closest(atDistances(10, 8.1), first)).containsExactly(2);
    }

    @Test
    void closestLeavesWhomNobodyReachesAnyMore() {
        var first = chosen(Policy.CLOSEST, atDistances(10, 11));
        assertThat(closest(atDistances(UNKNOWN, 500), first)).containsExactly(2);
        assertThat(closest(atDistances(10, 11).subList(1, 2), first)).containsExactly(2);
    }

    private static List<Integer> closest(List<Candidate> candidates, Choice before) {
        var choice = chosen(Policy.CLOSEST, candidates, before);
        assertThat(choice.mode()).isEqualTo(Mode.ROUND_ROBIN);
        return choice.shares().stream().map(share -> share.instance().number()).toList();
    }

    private static Candidate loaded(int number, int cpuPercent) {
        return candidate(endpoint(number, number, 100, cpuPercent), 1);
    }

    private static Choice chosen(Policy policy, List<Candidate> candidates) {
        return chosen(policy, candidates, Choice.NONE);
    }

    private static Choice chosen(Policy policy, List<Candidate> candidates, Choice before) {
        return Shop.policy(policy).choose(candidates, before);
    }

    /** Of instances 1, 2, … */
    private static List<Share> shares(int... weights) {
        return IntStream.range(0, weights.length)
                .mapToObj(i -> new Share(instance(i + 1), weights[i]))
                .toList();
    }
}
