package holm.cluster.instance;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Status;
import holm.domain.message.Upward;
import holm.domain.message.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunTest extends InstanceStory {
    @Test
    void climbsWithTheReports() {
        run(W1);
        assertThat(state.standing().status()).isEqualTo(Status.RUNNING);
        assertThat(state.fence()).isEqualTo(fence(1, 1, 1));
        assertThat(state.isSettled()).isTrue();
        assertThat(lookAgain()).isEmpty();
    }

    @Test
    void neverFallsBackWithinOneFence() {
        run(W1);
        tell(report(W1, 1, 1, 1, Status.CREATING));
        assertThat(state.standing().status()).isEqualTo(Status.RUNNING);
        assertThat(steps).isEmpty();
    }

    @Test
    void dropsAReportOfAnOlderRun() {
        run(W1);
        tell(report(W1, 1, 1, 2, Status.CREATING), report(W1, 1, 1, 1, Status.FAILED));
        assertThat(state.standing().status()).isEqualTo(Status.CREATING);
        assertThat(steps).containsExactly(new Step.Drop(fence(1, 1, 1)));
    }

    @Test
    void keepsNothingOfAReportThatIsSaidTwice() {
        run(W1);
        var before = persisted;
        tell(report(W1, 1, 1, 1, Status.RUNNING));
        assertThat(persisted).isEqualTo(before);
        assertThat(steps).isEmpty();
    }

    @Test
    void passesProgressOnWithoutKeepingIt() {
        placeOn(W1);
        tell(report(W1, 1, 1, 1, Status.CREATING));
        var before = persisted;
        var progress = saying(fence(1, 1, 1), Status.CREATING, "fetched 40 %");
        tell(new InstanceCommand.Reported(W1, progress));
        assertThat(persisted).isEqualTo(before);
        assertThat(steps).containsExactly(new Step.TellRoot(new Upward.Reported(progress)));
    }

    @Test
    void tellsAStrangerThatItWasReplaced() {
        run(W1);
        tell(report(W2, 1, 0, 4, Status.RUNNING));
        assertThat(steps).contains(new Step.Drop(fence(1, 0, 4)));
        assertThat(judged(W2)).isEqualTo(Verdict.REPLACED);
    }

    @Test
    void isGivenAgainToAWorkerThatForgotItAndStartsAboveTheLastRun() {
        run(W1);
        tell(new InstanceCommand.Want(W1));
        assertThat(deployed(W1).fence()).isEqualTo(fence(1, 1, 1));
    }

    @Test
    void isNotGivenToAWorkerThatHasNoPart() {
        run(W1);
        tell(new InstanceCommand.Want(W2));
        assertThat(steps).isEmpty();
    }

    @Test
    void goesElsewhereAfterTooManyFailures() {
        run(W1);
        fail(W1, 1);
        fail(W1, 2);
        assertThat(steps).noneMatch(Step.AskPlacer.class::isInstance);
        fail(W1, 3);
        assertThat(steps).contains(new Step.AskPlacer(fence(1, 1, 3)));
        tell(ranked(1, 1, W1, W2), granted(W2, 1, 2));
        assertThat(state.sitsOn(W2)).isTrue();
        assertThat(stopped(W1).samePlacement(fence(1, 1, 0))).isTrue();
        assertThat(steps).noneMatch(Step.Release.class::isInstance);
    }

    @Test
    void staysWhereItFailsWhenNothingElseFits() {
        run(W1);
        fail(W1, 1);
        fail(W1, 2);
        fail(W1, 3);
        tell(ranked(1, 1, W1));
        assertThat(state.stage()).isEqualTo(Stage.PLACED);
        assertThat(state.sitsOn(W1)).isTrue();
    }

    @Test
    void goesElsewhereAtOnceWhenItCannotBeStarted() {
        placeOn(W1);
        tell(report(W1, 1, 1, 1, Status.FAILED));
        assertThat(steps).contains(new Step.AskPlacer(fence(1, 1, 1)));
    }

    @Test
    void isNotSentRoundInCircles() {
        placeOn(W1);
        tell(report(W1, 1, 1, 1, Status.FAILED), ranked(1, 1, W2), granted(W2, 1, 2));
        tell(report(W2, 1, 2, 1, Status.FAILED), ranked(1, 2, W1));
        assertThat(steps).isEmpty();
        assertThat(state.sitsOn(W2)).isTrue();
        assertThat(lookAgain()).contains(RULES.askAgain());
        tell(new InstanceCommand.Stopped(W1, fence(1, 1, 1)));
        assertThat(lookAgain()).contains(RULES.retryFailedAfter());
    }

    @Test
    void isTriedEverywhereAgainAfterAWhile() {
        placeOn(W1);
        tell(report(W1, 1, 1, 1, Status.FAILED), ranked(1, 1));
        pass(RULES.retryFailedAfter());
        tell(new InstanceCommand.Due());
        assertThat(steps).contains(new Step.AskPlacer(fence(1, 1, 1)));
        tell(ranked(1, 1, W1), granted(W1, 1, 2));
        assertThat(deployed(W1).fence()).isEqualTo(fence(1, 2, 0));
    }

    @Test
    void forgetsFailuresAfterAGoodRun() {
        run(W1);
        fail(W1, 1);
        fail(W1, 2);
        tell(report(W1, 1, 1, 3, Status.RUNNING));
        pass(Duration.ofMinutes(10));
        tell(report(W1, 1, 1, 3, Status.DEAD));
        assertThat(state.seat().orElseThrow().failures()).isEqualTo(1);
    }

    @Test
    void releasesTheOldPlaceOnlyWhenItsWorkerSaysSo() {
        run(W1);
        tell(assign(2));
        assertThat(state.leaving()).containsKey(W1);
        assertThat(steps).noneMatch(Step.Release.class::isInstance);
        tell(new InstanceCommand.Stopped(W1, fence(1, 1, 1)));
        assertThat(steps).contains(new Step.Release(W1, fence(1, 1, 1)));
        assertThat(state.leaving()).isEmpty();
    }

    @Test
    void mayReturnToTheWorkerThatItIsLeaving() {
        run(W1);
        tell(assign(2), ranked(2, 0, W1), granted(W1, 2, 1));
        assertThat(state.leaving()).isEmpty();
        assertThat(steps).noneMatch(Step.Release.class::isInstance);
        tell(new InstanceCommand.Stopped(W1, fence(1, 1, 999)));
        assertThat(state.sitsOn(W1)).isTrue();
    }

    @Test
    void whatIsYoungerThanEverythingKnownIsLeftAlone() {
        run(W1);
        tell(judge(W1, 1, 7, 1));
        assertThat(judged(W1)).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void whatNobodyEverAssignedIsGone() {
        tell(judge(W1, 1, 1, 1));
        assertThat(judged(W1)).isEqualTo(Verdict.GONE);
    }

    @Test
    void whatWasRefusedIsGone() {
        tell(assign(1), ranked(1, 0), judge(W1, 1, 0, 1));
        assertThat(judged(W1)).isEqualTo(Verdict.GONE);
    }

    @Test
    void promisesAreMeantWhenTheyStandInTheStateOrAreBeingAskedFor() {
        tell(assign(1));
        assertThat(holds(W1, 1, 1)).isTrue();
        placeOn(W1);
        assertThat(holds(W1, 1, 1)).isTrue();
        assertThat(holds(W2, 1, 1)).isFalse();
    }
}
