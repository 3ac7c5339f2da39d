package holm.cluster.instance;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.message.Upward;
import holm.domain.message.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LostWorkerTest extends InstanceStory {
    @Test
    void looksForAnotherWorker() {
        run(W1);
        tell(new InstanceCommand.WorkerLost(W1));
        assertThat(steps).contains(new Step.AskPlacer(fence(1, 1, 1)));
        assertThat(state.isSettled()).isFalse();
    }

    @Test
    void movesWithANewPlacementAndGivesTheOldRoomBackAtOnce() {
        run(W1);
        tell(new InstanceCommand.WorkerLost(W1), ranked(1, 1, W2), granted(W2, 1, 2));
        assertThat(state.fence()).isEqualTo(fence(1, 2, 0));
        assertThat(steps).contains(new Step.Release(W1, fence(1, 1, 1)));
        assertThat(state.leaving()).isEmpty();
    }

    @Test
    void tellsTheOldWorkerToStopInCaseItIsBackInThisMoment() {
        run(W1);
        tell(new InstanceCommand.WorkerLost(W1), ranked(1, 1, W2), granted(W2, 1, 2));
        assertThat(stopped(W1).samePlacement(fence(1, 1, 0))).isTrue();
    }

    @Test
    void staysWhenTheWorkerIsBackBeforeAnotherOneTookIt() {
        run(W1);
        tell(new InstanceCommand.WorkerLost(W1), ranked(1, 1, W2));
        tell(judge(W1, 1, 1, 1));
        assertThat(judged(W1)).isEqualTo(Verdict.CURRENT);
        assertThat(state.isLost()).isFalse();
        tell(granted(W2, 1, 2));
        assertThat(steps).containsExactly(new Step.Release(W2, fence(1, 2, 0)));
        assertThat(state.fence()).isEqualTo(fence(1, 1, 1));
    }

    @Test
    void waitsForTheWorkerWhenNothingElseFits() {
        run(W1);
        tell(new InstanceCommand.WorkerLost(W1), ranked(1, 1));
        assertThat(state.stage()).isEqualTo(Stage.PLACED);
        assertThat(lookAgain()).contains(RULES.seekAgain());
    }

    @Test
    void goesBackToTheRootWhenNothingElseFitsForTooLong() {
        run(W1);
        tell(new InstanceCommand.WorkerLost(W1));
        pass(Duration.ofSeconds(30));
        tell(ranked(1, 1));
        assertThat(toldRoot()).isInstanceOf(Upward.Refused.class);
        assertThat(steps).contains(new Step.Release(W1, fence(1, 1, 1)));
    }

    @Test
    void tellsTheOldWorkerThatItWasReplacedWhenItComesBack() {
        run(W1);
        tell(new InstanceCommand.WorkerLost(W1), ranked(1, 1, W2), granted(W2, 1, 2));
        tell(judge(W1, 1, 1, 1));
        assertThat(judged(W1)).isEqualTo(Verdict.REPLACED);
    }

    @Test
    void isMovedAfterARestartOnlyWhenTheWorkerIsReallyGone() {
        run(W1);
        tell(new InstanceCommand.WorkerLost(W1), new InstanceCommand.Wake());
        assertThat(steps).isEmpty();
        tell(new InstanceCommand.WorkerLost(W1));
        assertThat(steps).containsExactly(new Step.AskPlacer(fence(1, 1, 1)));
    }

    @Test
    void concernsNobodyWhoSitsElsewhere() {
        run(W1);
        tell(new InstanceCommand.WorkerLost(W2));
        assertThat(steps).isEmpty();
    }
}
