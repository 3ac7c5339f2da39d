package holm.overlay.balance;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.address.Policies;
import holm.domain.address.Policy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;

/** What every policy does. */
class PolicyPropertiesTest {
    @Property
    void choosesFromTheCandidatesAndNobodyOnlyWhenThereAreNone(
            @ForAll("policies") Policy policy, @ForAll("candidates") List<Candidate> candidates) {
        var choice = Shop.policy(policy).choose(candidates, Choice.NONE);
        assertThat(choice.shares().isEmpty()).isEqualTo(candidates.isEmpty());
        assertThat(candidates.stream().map(Candidate::instance))
                .containsAll(choice.shares().stream().map(Share::instance).toList());
    }

    @Property
    void choosesTheSameInWhateverOrderTheyCome(
            @ForAll("policies") Policy policy,
            @ForAll("candidates") List<Candidate> candidates,
            @ForAll("candidates") List<Candidate> earlier,
            @ForAll Random random) {
        var before = Shop.policy(policy).choose(earlier, Choice.NONE);
        var shuffled = new ArrayList<>(candidates);
        Collections.shuffle(shuffled, random);
        assertThat(Shop.policy(policy).choose(shuffled, before))
                .isEqualTo(Shop.policy(policy).choose(candidates, before));
    }

    @Property
    void staysWithItsChoiceWhileNothingChanges(
            @ForAll("policies") Policy policy,
            @ForAll("candidates") List<Candidate> candidates,
            @ForAll("candidates") List<Candidate> earlier) {
        var before = Shop.policy(policy).choose(earlier, Choice.NONE);
        var once = Shop.policy(policy).choose(candidates, before);
        assertThat(Shop.policy(policy).choose(candidates, once)).isEqualTo(once);
    }

    @Property
    void closestNeverFlipsUnderNoiseBelowTenPercent(
            @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = 0.05, max = 300) Double> millis,
            @ForAll @Size(20) List<@Scale(4) @DoubleRange(min = -0.0999, max = 0.0999) Double> noise,
            @ForAll @IntRange(max = 19) int offset) {
        var steady = Shop.atDistances(millis.stream().mapToDouble(d -> d).toArray());
        var first = Shop.policy(Policy.CLOSEST).choose(steady, Choice.NONE);
        var choice = first;
        for (var round = 0; round < noise.size(); round++) {
            var turn = round * offset;
            var wobbling = Shop.atDistances(IntStream.range(0, millis.size())
                    .mapToDouble(i -> millis.get(i) * (1 + noise.get((turn + i) % noise.size())))
                    .toArray());
            choice = Shop.policy(Policy.CLOSEST).choose(wobbling, choice);
            assertThat(choice).isEqualTo(first);
        }
    }

    @Property
    void closestIsNeverFarBehindTheNearest(
            @ForAll("candidates") List<Candidate> candidates, @ForAll("candidates") List<Candidate> earlier) {
        var closest = Shop.policy(Policy.CLOSEST);
        var choice = closest.choose(candidates, closest.choose(earlier, Choice.NONE));
        var nearest = candidates.stream()
                .mapToDouble(Candidate::roundTripMillis)
                .min()
                .orElse(0);
        assertThat(candidates.stream().filter(choice::includes))
                .allMatch(chosen -> chosen.roundTripMillis() * 0.9 / 1.1 <= nearest);
    }

    @Provide
    Arbitrary<Policy> policies() {
        return Arbitraries.of(Policies.BUILT_IN.all());
    }

    /** Numbers are unique; several may share a worker, and then its distance. */
    @Provide
    Arbitrary<List<Candidate>> candidates() {
        var one = Combinators.combine(
                        Arbitraries.integers().between(1, 40),
                        Arbitraries.integers().between(0, 25),
                        Arbitraries.integers().between(1, 1_000),
                        Arbitraries.integers().between(0, 100))
                .as(Shop::endpoint);
        return Combinators.combine(
                        one.list()
                                .uniqueElements(endpoint -> endpoint.instance().number())
                                .ofMaxSize(10),
                        Arbitraries.doubles().between(0, 300).list().ofSize(26))
                .as((endpoints, millis) -> endpoints.stream()
                        .map(endpoint -> Shop.candidate(
                                endpoint,
                                millis.get(Integer.parseInt(endpoint.worker().value(), 16))))
                        .toList());
    }
}
