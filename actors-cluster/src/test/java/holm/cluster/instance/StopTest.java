package holm.cluster.instance;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Fence;
import holm.domain.Status;
import holm.domain.message.Upward;
import holm.domain.message.Verdict;
import org.junit.jupiter.api.Test;

class StopTest extends InstanceStory {
    @Test
    void stopsAtTheWorkerFirst() {
        run(W1);
        tell(stop(1));
        assertThat(stopped(W1).samePlacement(fence(1, 1, 0))).isTrue();
        assertThat(stopped(W1)).isGreaterThan(state.fence());
        assertThat(steps).noneMatch(Step.Release.class::isInstance);
        assertThat(steps).noneMatch(Step.TellRoot.class::isInstance);
    }

    @Test
    void isUndeployedWhenTheWorkerSaysSo() {
        run(W1);
        tell(stop(1), new InstanceCommand.Stopped(W1, fence(1, 1, 1)));
        assertThat(toldRoot()).isEqualTo(goneUpTo(fence(1, 0, 0)));
        assertThat(steps).contains(new Step.Release(W1, fence(1, 1, 1)));
        assertThat(InstanceRow.of(INSTANCE, state).exists()).isFalse();
    }

    @Test
    void isUndeployedWhenTheWorkerReportsSo() {
        run(W1);
        tell(stop(1), report(W1, 1, 1, 1, Status.UNDEPLOYED));
        assertThat(toldRoot()).isEqualTo(goneUpTo(fence(1, 0, 0)));
    }

    @Test
    void isUndeployedWhenTheWorkerIsLost() {
        run(W1);
        tell(stop(1), new InstanceCommand.WorkerLost(W1));
        assertThat(toldRoot()).isEqualTo(goneUpTo(fence(1, 0, 0)));
    }

    @Test
    void isUndeployedAtOnceWhenTheWorkerWasLostBefore() {
        run(W1);
        tell(new InstanceCommand.WorkerLost(W1), stop(1));
        assertThat(toldRoot()).isEqualTo(goneUpTo(fence(1, 0, 0)));
    }

    @Test
    void isUndeployedAtOnceWhenItHadNoWorkerYet() {
        tell(assign(1), stop(1));
        assertThat(toldRoot()).isEqualTo(goneUpTo(fence(1, 0, 0)));
        tell(ranked(1, 0, W1));
        assertThat(steps).isEmpty();
    }

    @Test
    void isUndeployedWhenTheWorkersSetLacksIt() {
        run(W1);
        tell(stop(1), new InstanceCommand.Missing(W1));
        assertThat(toldRoot()).isEqualTo(goneUpTo(fence(1, 0, 0)));
    }

    @Test
    void absenceFromASetStopsNothingThatShouldRun() {
        run(W1);
        tell(new InstanceCommand.Missing(W1));
        assertThat(steps).isEmpty();
        assertThat(state.standing().status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void remindsTheWorker() {
        run(W1);
        tell(stop(1), new InstanceCommand.Due());
        assertThat(stopped(W1).samePlacement(fence(1, 1, 0))).isTrue();
        assertThat(lookAgain()).contains(RULES.askAgain());
    }

    @Test
    void answersAgainWhenItIsDone() {
        run(W1);
        tell(stop(1), new InstanceCommand.Stopped(W1, fence(1, 1, 1)));
        tell(new InstanceCommand.Stop(fence(1, 1, 1)));
        assertThat(toldRoot()).isEqualTo(goneUpTo(fence(1, 1, 1)));
    }

    @Test
    void answersForWhatItNeverHad() {
        tell(stop(4));
        assertThat(toldRoot()).isEqualTo(goneUpTo(fence(4, 0, 0)));
        assertThat(persisted).isZero();
    }

    @Test
    void ignoresAStopOfAnOlderAssignment() {
        tell(assign(2), stop(1));
        assertThat(steps).containsExactly(new Step.Drop(fence(1, 0, 0)));
        assertThat(state.stage()).isEqualTo(Stage.SEEKING);
    }

    @Test
    void tellsAWorkerThatStillHasItThatItIsGone() {
        run(W1);
        tell(new InstanceCommand.WorkerLost(W1), stop(1), judge(W1, 1, 1, 1));
        assertThat(judged(W1)).isEqualTo(Verdict.GONE);
    }

    @Test
    void doesNotComeBackByALateAssignment() {
        run(W1);
        tell(stop(1), new InstanceCommand.Stopped(W1, fence(1, 1, 1)), assign(1));
        assertThat(state.standing().status()).isEqualTo(Status.UNDEPLOYED);
        assertThat(toldRoot()).isEqualTo(goneUpTo(fence(1, 0, 0)));
    }

    @Test
    void cleansUpAfterAOneShotThatIsOver() {
        runOneShot(0);
        tell(report(W1, 1, 1, 1, Status.COMPLETED), stop(1));
        assertThat(stopped(W1).samePlacement(fence(1, 1, 0))).isTrue();
        tell(new InstanceCommand.Stopped(W1, fence(1, 1, 1)));
        assertThat(toldRoot()).isEqualTo(goneUpTo(fence(1, 0, 0)));
    }

    private static InstanceCommand stop(long assignment) {
        return new InstanceCommand.Stop(fence(assignment, 0, 0));
    }

    private static Upward goneUpTo(Fence fence) {
        return new Upward.Stopped(INSTANCE, fence);
    }
}
