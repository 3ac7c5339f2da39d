package holm.cluster.instance;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Status;
import holm.domain.message.Assignment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OneShotTest extends InstanceStory {
    @Test
    void endsWithItsSuccess() {
        runOneShot(0);
        tell(report(W1, 1, 1, 1, Status.COMPLETED));
        assertThat(state.stage()).isEqualTo(Stage.ENDED);
        assertThat(steps).contains(new Step.Release(W1, fence(1, 1, 1)));
        assertThat(toldRoot()).isEqualTo(reported(1, 1, 1, Status.COMPLETED));
    }

    @Test
    void endsWithItsFailureWhenNoRetryIsLeft() {
        runOneShot(0);
        tell(report(W1, 1, 1, 1, Status.DEAD));
        assertThat(state.stage()).isEqualTo(Stage.ENDED);
    }

    @Test
    void endsWhenNoWorkerCanStartIt() {
        runOneShot(3);
        tell(report(W1, 1, 1, 1, Status.FAILED), ranked(1, 1));
        assertThat(state.stage()).isEqualTo(Stage.ENDED);
        assertThat(state.standing().status()).isEqualTo(Status.FAILED);
        assertThat(steps).contains(new Step.Release(W1, fence(1, 1, 1)));
    }

    @Test
    void leavesRetriesToItsWorker() {
        runOneShot(1);
        tell(report(W1, 1, 1, 1, Status.DEAD));
        assertThat(state.stage()).isEqualTo(Stage.PLACED);
        tell(report(W1, 1, 1, 2, Status.RUNNING), report(W1, 1, 1, 2, Status.DEAD));
        assertThat(state.stage()).isEqualTo(Stage.ENDED);
    }

    @Test
    void isNotRunTwiceWhenItsWorkerIsLost() {
        runOneShot(0);
        tell(new InstanceCommand.WorkerLost(W1));
        assertThat(steps).noneMatch(Step.AskPlacer.class::isInstance);
        assertThat(lookAgain()).contains(Duration.ofMinutes(5));
    }

    @Test
    void isDeadWithUnknownOutcomeAfterFiveMinutes() {
        runOneShot(0);
        tell(new InstanceCommand.WorkerLost(W1));
        pass(Duration.ofMinutes(5));
        tell(new InstanceCommand.Due());
        assertThat(state.standing().status()).isEqualTo(Status.DEAD);
        assertThat(state.standing().detail().message()).contains("outcome unknown");
        assertThat(steps).contains(new Step.Release(W1, fence(1, 1, 1)));
    }

    @Test
    void acceptsTheOutcomeWhenTheWorkerComesBackInTime() {
        runOneShot(0);
        tell(new InstanceCommand.WorkerLost(W1));
        pass(Duration.ofMinutes(4));
        tell(report(W1, 1, 1, 1, Status.COMPLETED));
        assertThat(state.standing().status()).isEqualTo(Status.COMPLETED);
        assertThat(state.stage()).isEqualTo(Stage.ENDED);
    }

    @Test
    void paysARetryWhenItsWorkerIsLost() {
        runOneShot(2);
        tell(new InstanceCommand.WorkerLost(W1), ranked(1, 1, W2), granted(W2, 1, 2));
        assertThat(deployed(W2).retriesLeft()).isEqualTo(1);
    }

    @Test
    void paysNoRetryWhenItsWorkerComesBack() {
        runOneShot(1);
        tell(new InstanceCommand.WorkerLost(W1), judge(W1, 1, 1, 1));
        assertThat(state.retriesAfter(1)).isEqualTo(1);
    }

    @Test
    void isNotRunAgainWhenItsWorkerComesBackWithoutIt() {
        runOneShot(0);
        tell(new InstanceCommand.Want(W1));
        assertThat(state.standing().status()).isEqualTo(Status.DEAD);
        assertThat(steps).noneMatch(Step.TellWorker.class::isInstance);
    }

    @Test
    void isRunAgainForARetryWhenItsWorkerComesBackWithoutIt() {
        runOneShot(1);
        tell(new InstanceCommand.Want(W1));
        assertThat(deployed(W1).retriesLeft()).isZero();
        tell(new InstanceCommand.Want(W1));
        assertThat(deployed(W1).retriesLeft()).isZero();
        tell(report(W1, 1, 1, 2, Status.DEAD));
        assertThat(state.stage()).isEqualTo(Stage.ENDED);
    }

    @Test
    void keepsALateOutcomeForTheRecordOnce() {
        runOneShot(1);
        tell(new InstanceCommand.Assign(new Assignment(INSTANCE, fence(2, 0, 0), descriptor(true, 0), 0)));
        var before = persisted;
        tell(report(W1, 1, 1, 1, Status.COMPLETED), report(W1, 1, 1, 1, Status.COMPLETED));
        assertThat(persisted).isEqualTo(before + 1);
        assertThat(state.standing().status()).isEqualTo(Status.CLUSTER_SCHEDULED);
    }
}
