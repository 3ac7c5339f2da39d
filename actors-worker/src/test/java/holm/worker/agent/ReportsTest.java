package holm.worker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Fence;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.message.Report;
import holm.worker.Samples;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private static final long NOW = 1_000_000;
    private static final long MINUTE = 60_000;
    private final Reports reports = new Reports();

    @Test
    void areSentOnce() {
        reports.reported(report(0, Status.CREATING));
        assertThat(reports.take(100, NOW)).containsExactly(report(0, Status.CREATING));
        assertThat(reports.take(100, NOW)).isEmpty();
    }

    @Test
    void areReplacedByNewerOnesOfTheSameInstance() {
        reports.reported(report(0, Status.CREATING));
        reports.reported(report(1, Status.CREATING));
        reports.reported(report(0, Status.RUNNING));
        assertThat(reports.take(100, NOW)).containsExactly(report(1, Status.CREATING), report(0, Status.RUNNING));
    }

    @Test
    void areSentAgainWhenTheirSessionEndedSoonAfter() {
        reports.reported(report(0, Status.RUNNING));
        reports.take(100, NOW);
        reports.sessionEnded(NOW + 1_000);
        assertThat(reports.take(100, NOW + 2_000)).containsExactly(report(0, Status.RUNNING));
    }

    @Test
    void areTakenForArrivedWhenTheirSessionLasted() {
        reports.reported(report(0, Status.RUNNING));
        reports.take(100, NOW);
        reports.sessionEnded(NOW + MINUTE);
        assertThat(reports.take(100, NOW + MINUTE)).isEmpty();
    }

    @Test
    void areSentAgainWhenSomebodyAsks() {
        reports.found(report(0, Status.RUNNING));
        assertThat(reports.take(100, NOW)).isEmpty();
        reports.again(Samples.instance(0));
        reports.again(Samples.instance(5));
        assertThat(reports.take(100, NOW)).containsExactly(report(0, Status.RUNNING));
    }

    @Test
    void sayWhatIsHereAndNotWhatIsGone() {
        reports.reported(report(0, Status.RUNNING));
        reports.reported(report(1, Status.UNDEPLOYED));
        reports.forget(Samples.instance(1));
        assertThat(reports.actual()).containsOnlyKeys(Samples.instance(0));
        assertThat(reports.take(100, NOW)).hasSize(2);
    }

    @Test
    void rememberTheYoungestStop() {
        var stopped = new StoppedFences();
        stopped.stopped(Samples.INSTANCE, new Fence(2, 1, 0));
        stopped.stopped(Samples.INSTANCE, new Fence(1, 9, 0));
        assertThat(stopped.of(Samples.INSTANCE)).isEqualTo(new Fence(2, 1, 0));
        assertThat(stopped.of(Samples.instance(1))).isEqualTo(Fence.NONE);
    }

    private static Report report(int number, Status status) {
        return new Report(Samples.instance(number), new Fence(1, 1, 1), status, StatusDetail.NONE, Optional.empty());
    }
}
