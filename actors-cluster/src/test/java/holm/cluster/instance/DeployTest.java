package holm.cluster.instance;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Status;
import holm.domain.message.Upward;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeployTest extends InstanceStory {
    @Test
    void looksForAWorkerAndTellsTheRootSo() {
        tell(assign(1));
        assertThat(steps).contains(new Step.AskPlacer(fence(1, 0, 0)));
        assertThat(toldRoot()).isEqualTo(reported(1, 0, 0, Status.CLUSTER_SCHEDULED));
    }

    @Test
    void isAssignedOnlyOnceHoweverOftenItIsSaid() {
        tell(assign(1), assign(1));
        assertThat(persisted).isEqualTo(1);
        assertThat(toldRoot()).isEqualTo(reported(1, 0, 0, Status.CLUSTER_SCHEDULED));
    }

    @Test
    void dropsAnOlderAssignment() {
        tell(assign(2), assign(1));
        assertThat(steps).containsExactly(new Step.Drop(fence(1, 0, 0)));
        assertThat(state.fence()).isEqualTo(fence(2, 0, 0));
    }

    @Test
    void asksTheBestWorkerForRoom() {
        tell(assign(1), ranked(1, 0, W1, W2));
        assertThat(steps).containsExactly(new Step.Reserve(next(W1), fence(1, 1, 0), List.of(next(W2)), List.of()));
        assertThat(persisted).isEqualTo(1);
    }

    @Test
    void asksTheNextOneAfterARefusal() {
        tell(assign(1), ranked(1, 0, W1, W2), refused(W1, 1, 1, W2));
        assertThat(steps).containsExactly(new Step.Reserve(next(W2), fence(1, 1, 0), List.of(), List.of("full")));
    }

    @Test
    void goesToTheWorkerThatPromised() {
        placeOn(W1);
        assertThat(deployed(W1).fence()).isEqualTo(fence(1, 1, 0));
        assertThat(toldRoot()).isEqualTo(reported(1, 1, 0, Status.NODE_SCHEDULED));
    }

    @Test
    void givesBackWhatWasPromisedTooLate() {
        placeOn(W1);
        tell(granted(W2, 1, 1));
        assertThat(steps).containsExactly(new Step.Release(W2, fence(1, 1, 0)));
    }

    @Test
    void keepsWhatWasPromisedTwice() {
        placeOn(W1);
        tell(granted(W1, 1, 1));
        assertThat(steps).isEmpty();
    }

    @Test
    void ignoresARankingForAnOlderFence() {
        tell(assign(1), assign(2), ranked(1, 0, W1));
        assertThat(steps).isEmpty();
    }

    @Test
    void tellsTheRootWhyNothingFits() {
        tell(assign(1), ranked(1, 0));
        assertThat(toldRoot()).isEqualTo(new Upward.Refused(INSTANCE, fence(1, 0, 0), List.of("nothing fits")));
        assertThat(state.standing().status()).isEqualTo(Status.NO_WORKER_CAPACITY);
        assertThat(state.isSettled()).isTrue();
    }

    @Test
    void saysTheRefusalAgainWhenItIsAssignedAgain() {
        tell(assign(1), ranked(1, 0), assign(1));
        assertThat(toldRoot()).isEqualTo(new Upward.Refused(INSTANCE, fence(1, 0, 0), List.of("nothing fits")));
    }

    @Test
    void refusesWhenTheLastCandidateRefused() {
        tell(assign(1), ranked(1, 0, W1), refused(W1, 1, 1));
        assertThat(toldRoot()).isEqualTo(new Upward.Refused(INSTANCE, fence(1, 0, 0), List.of("full")));
    }

    @Test
    void triesAgainUnderANewAssignmentAfterARefusal() {
        tell(assign(1), ranked(1, 0), assign(2));
        assertThat(state.stage()).isEqualTo(Stage.SEEKING);
    }

    @Test
    void goesElsewhereWhenTheWorkerDoesNotTakeIt() {
        placeOn(W1);
        tell(new InstanceCommand.Declined(W1, fence(1, 1, 0), List.of("port 80/tcp is taken")));
        assertThat(steps).contains(new Step.Release(W1, fence(1, 1, 0)), new Step.AskPlacer(fence(1, 1, 0)));
        tell(ranked(1, 1, W1, W2));
        assertThat(steps).containsExactly(new Step.Reserve(next(W2), fence(1, 2, 0), List.of(), List.of()));
    }

    @Test
    void refusesWithTheWorkersReasonWhenNobodyElseIsThere() {
        placeOn(W1);
        tell(new InstanceCommand.Declined(W1, fence(1, 1, 0), List.of("port 80/tcp is taken")), ranked(1, 1, W1));
        assertThat(state.standing().detail().message()).contains("port 80/tcp is taken");
        assertThat(state.stage()).isEqualTo(Stage.ENDED);
    }

    @Test
    void asksThePlacerAgainAsLongAsNobodyAnswers() {
        tell(assign(1), new InstanceCommand.Due());
        assertThat(steps).containsExactly(new Step.AskPlacer(fence(1, 0, 0)));
        assertThat(lookAgain()).contains(RULES.seekAgain());
    }

    @Test
    void remindsAWorkerThatSaysNothing() {
        placeOn(W1);
        pass(Duration.ofSeconds(30));
        tell(new InstanceCommand.Due());
        assertThat(deployed(W1).fence()).isEqualTo(fence(1, 1, 0));
        assertThat(lookAgain()).contains(RULES.askAgain());
    }

    @Test
    void leavesAWorkerThatNeverAnswers() {
        placeOn(W1);
        pass(Duration.ofSeconds(90));
        tell(new InstanceCommand.Due());
        assertThat(state.leaving()).containsKey(W1);
        assertThat(steps).contains(new Step.AskPlacer(fence(1, 1, 0)));
        assertThat(stopped(W1).samePlacement(fence(1, 1, 0))).isTrue();
    }

    @Test
    void goesOnAfterARestart() {
        tell(assign(1), new InstanceCommand.Wake());
        assertThat(steps).containsExactly(new Step.AskPlacer(fence(1, 0, 0)));
    }
}
