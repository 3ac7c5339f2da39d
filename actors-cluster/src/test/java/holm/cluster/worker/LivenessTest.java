package holm.cluster.worker;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.WorkerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Liveness.Rules RULES = new Liveness.Rules(
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofMinutes(5));
    private static final WorkerId W1 = worker(1);
    private static final WorkerId W2 = worker(2);
    private static final WorkerId W3 = worker(3);

    private Liveness liveness = Liveness.ready(RULES, List.of(), Set.of());
    private boolean holdBegan;

    @Test
    void losesAWorkerThatIsSilentForFiveSeconds() {
        hear(W1, W2);
        assertThat(pass(seconds(4.5), W1)).isEmpty();
        assertThat(pass(seconds(0.5), W1)).containsExactly(W2);
        assertThat(liveness.isLive(W1)).isTrue();
        assertThat(liveness.isLost(W2)).isTrue();
    }

    @Test
    void losesAWorkerOnlyOnce() {
        hear(W1, W2);
        assertThat(pass(seconds(60), W1)).containsExactly(W2);
    }

    @Test
    void hasAWorkerBackAtItsFirstWord() {
        hear(W1, W2);
        pass(seconds(6), W1);
        hear(W2);
        assertThat(liveness.isLive(W2)).isTrue();
        assertThat(pass(seconds(4.5), W1)).isEmpty();
    }

    @Test
    void losesNobodyForTheTimeInWhichItStoodStillItself() {
        hear(W1, W2);
        pass(seconds(4), W1, W2);
        liveness = liveness.tick(Duration.ofMinutes(3)).next();
        assertThat(pass(seconds(4), W1)).isEmpty();
        assertThat(pass(seconds(0.5), W1)).containsExactly(W2);
    }

    @Test
    void givesEverybodyTheTimeToJoinAfterAStart() {
        liveness = Liveness.ready(RULES, List.of(W1, W2), Set.of(W1, W2));
        hear(W1);
        assertThat(pass(seconds(19.5), W1)).isEmpty();
        assertThat(liveness.isLive(W2)).isFalse();
        assertThat(pass(seconds(0.5), W1)).containsExactly(W2);
    }

    @Test
    void givesNobodyUpBeforeEverybodyHadTheTimeToJoin() {
        liveness = Liveness.ready(RULES, List.of(W1), Set.of());
        hear(W2);
        assertThat(liveness.isLost(W1)).isTrue();
        pass(seconds(14.5));
        assertThat(liveness.isGivenUp(W1)).isFalse();
        assertThat(liveness.isGivenUp(W2)).as("heard, and silent since").isTrue();
        pass(seconds(0.5));
        assertThat(liveness.isGivenUp(W1)).isTrue();
    }

    @Test
    void waitsForNobodyWhoWasRemovedAlsoWhereSomethingEnded() {
        liveness = Liveness.ready(RULES, List.of(W1), Set.of(W1, W2, W3));
        hear(W1);
        assertThat(pass(seconds(60), W1)).isEmpty();
        assertThat(holdBegan).isFalse();
        assertThat(liveness.isLost(W2)).isTrue();
    }

    @Test
    void waitsForNobodyWhoHeldNothing() {
        liveness = Liveness.ready(RULES, List.of(W1, W2, W3), Set.of());
        assertThat(pass(seconds(60))).isEmpty();
        assertThat(holdBegan).isFalse();
        assertThat(liveness.isLive(W1)).isFalse();
    }

    @Test
    void movesNothingWhenMoreThanHalfOfThreeFallSilentTogether() {
        hear(W1, W2, W3);
        pass(seconds(1), W1, W3);
        assertThat(pass(seconds(250), W1)).isEmpty();
        assertThat(holdBegan).isTrue();
        assertThat(liveness.isHeld()).isTrue();
    }

    @Test
    void movesAsUsualAfterTheHold() {
        hear(W1, W2, W3);
        assertThat(pass(seconds(306), W1)).containsExactlyInAnyOrder(W2, W3);
        assertThat(liveness.isHeld()).isFalse();
    }

    @Test
    void movesAsUsualWhenTheOperatorSaysSo() {
        hear(W1, W2, W3);
        pass(seconds(6), W1);
        liveness = liveness.released();
        assertThat(pass(seconds(0.5), W1)).containsExactlyInAnyOrder(W2, W3);
    }

    @Test
    void endsTheHoldWhenAllAreBack() {
        hear(W1, W2, W3);
        pass(seconds(6), W1);
        hear(W2, W3);
        pass(seconds(0.5), W1, W2, W3);
        assertThat(liveness.isHeld()).isFalse();
    }

    @Test
    void movesWhenOneOfThreeIsSilent() {
        hear(W1, W2, W3);
        assertThat(pass(seconds(6), W1, W2)).containsExactly(W3);
        assertThat(holdBegan).isFalse();
    }

    @Test
    void movesWhenTwoOfThreeAreSilentButNotTogether() {
        hear(W1, W2, W3);
        assertThat(pass(seconds(17), W1, W2)).containsExactly(W3);
        assertThat(pass(seconds(6), W1)).containsExactly(W2);
        assertThat(holdBegan).isFalse();
    }

    @Test
    void twoWorkersAreTooFewForAMassSilence() {
        hear(W1, W2);
        assertThat(pass(seconds(6))).containsExactlyInAnyOrder(W1, W2);
    }

    @Test
    void aHundredWorkersBehindOneSwitchAreHeld() {
        var all = IntStream.range(0, 100).mapToObj(LivenessTest::worker).toArray(WorkerId[]::new);
        hear(all);
        assertThat(pass(seconds(60), List.of(all).subList(0, 49).toArray(WorkerId[]::new)))
                .isEmpty();
        assertThat(holdBegan).isTrue();
    }

    private void hear(WorkerId... workers) {
        Set.of(workers).forEach(worker -> liveness = liveness.heard(worker));
    }

    /** Lets time go by in ticks, in which these are heard. */
    private List<WorkerId> pass(Duration time, WorkerId... heard) {
        var lost = new ArrayList<WorkerId>();
        for (var passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(TICK)) {
            hear(heard);
            var tick = liveness.tick(TICK);
            liveness = tick.next();
            lost.addAll(tick.lost());
            holdBegan |= tick.holdBegan();
        }
        return lost;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (seconds * 1_000));
    }

    private static WorkerId worker(int number) {
        return new WorkerId("%024x".formatted(number));
    }
}
