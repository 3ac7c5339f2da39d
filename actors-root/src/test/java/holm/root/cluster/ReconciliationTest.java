package holm.root.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.ApplicationId;
import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.address.AddressPair;
import holm.domain.message.Actual;
import holm.domain.message.Downward;
import holm.domain.message.Verdict;
import holm.domain.message.Wanted;
import holm.root.instance.InstanceRow;
import holm.root.instance.Standing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
    private static final InstanceId INSTANCE = new InstanceId(new ServiceId("00000000000000000000000b"), 0);
    private static final ClusterId HERE = new ClusterId("000000000000000000000001");
    private static final ClusterId ELSEWHERE = new ClusterId("000000000000000000000002");
    private static final Fence ASSIGNED = new Fence(2, 0, 0);
    private static final Fence STARTED = new Fence(2, 1, 1);

    private record Flags(boolean finished, boolean stranded, boolean dismissed) {
        static final Flags NONE = new Flags(false, false, false);
    }

    @Test
    void leavesWhatIsSettledAlone() {
        var differences = with(row(HERE, Flags.NONE)).differences(Stream.of(actual(STARTED, Status.RUNNING)));
        assertThat(differences).isEqualTo(new Reconciliation.Differences(List.of(), List.of(), List.of()));
    }

    @Test
    void wantsToBeToldWhatStandsInAnotherWay() {
        assertThat(with(row(HERE, Flags.NONE))
                        .differences(Stream.of(actual(STARTED.nextRun(), Status.RUNNING)))
                        .tell())
                .containsExactly(INSTANCE);
        assertThat(with(row(HERE, Flags.NONE))
                        .differences(Stream.of(actual(STARTED, Status.DEAD)))
                        .tell())
                .containsExactly(INSTANCE);
    }

    @Test
    void stopsWhatWasDismissed() {
        assertThat(with(row(HERE, new Flags(false, false, true)))
                        .differences(Stream.of(actual(STARTED, Status.RUNNING)))
                        .stop())
                .containsExactly(new Downward.Stop(INSTANCE, ASSIGNED));
    }

    @Test
    void findsAgainWhatWasThoughtLost() {
        assertThat(with(row(HERE, new Flags(false, true, false)))
                        .differences(Stream.of(actual(STARTED, Status.RUNNING)))
                        .back())
                .containsExactly(INSTANCE);
    }

    @Test
    void stopsNothingThatItDoesNotKnow() {
        var unknown = new Reconciliation(HERE, _ -> Optional.empty());
        assertThat(unknown.differences(Stream.of(actual(STARTED, Status.RUNNING))))
                .isEqualTo(new Reconciliation.Differences(List.of(), List.of(), List.of()));
        assertThat(unknown.judge(actual(STARTED, Status.RUNNING))).isEmpty();
    }

    @Test
    void wantsWhatIsAssignedThere() {
        var row = row(HERE, Flags.NONE);
        var should = with(row).should(Map.of(INSTANCE, ASSIGNED), Stream.of(row));
        assertThat(should.wanted()).containsExactly(new Wanted(INSTANCE, ASSIGNED));
        assertThat(should.outdated()).isEmpty();
    }

    @Test
    void wantsWhatHasNotReachedTheSetYet() {
        var row = row(HERE, Flags.NONE);
        assertThat(with(row).should(Map.of(), Stream.of(row)).wanted()).containsExactly(new Wanted(INSTANCE, ASSIGNED));
    }

    @Test
    void wantsNoFinishedOneShotToRunAgain() {
        var row = row(HERE, new Flags(true, false, false));
        assertThat(with(row).should(Map.of(INSTANCE, ASSIGNED), Stream.of(row)))
                .isEqualTo(new Reconciliation.Should(List.of(), List.of()));
    }

    @Test
    void repairsASetThatACrashLeftBehind() {
        assertThat(outdated(row(ELSEWHERE, Flags.NONE), ASSIGNED)).containsExactly(new Wanted(INSTANCE, ASSIGNED));
        assertThat(outdated(row(HERE, Flags.NONE), new Fence(1, 0, 0))).hasSize(1);
        assertThat(outdated(row(ELSEWHERE, Flags.NONE), new Fence(3, 0, 0)))
                .as("a row that is late")
                .isEmpty();
    }

    private static List<Wanted> outdated(InstanceRow row, Fence assigned) {
        return with(row).should(Map.of(INSTANCE, assigned), Stream.of()).outdated();
    }

    @Test
    void judgesWhatClustersAskAbout() {
        var there = actual(STARTED, Status.RUNNING);
        assertThat(with(row(HERE, Flags.NONE)).judge(there)).contains(Verdict.CURRENT);
        assertThat(with(row(HERE, new Flags(true, false, false))).judge(there)).contains(Verdict.CURRENT);
        assertThat(with(row(ELSEWHERE, Flags.NONE)).judge(there)).contains(Verdict.REPLACED);
        assertThat(with(row(HERE, Flags.NONE)).judge(actual(new Fence(1, 9, 9), Status.RUNNING)))
                .contains(Verdict.REPLACED);
        assertThat(with(row(HERE, new Flags(false, false, true))).judge(there)).contains(Verdict.GONE);
        assertThat(with(row(HERE, Flags.NONE)).judge(actual(new Fence(3, 1, 1), Status.RUNNING)))
                .contains(Verdict.UNKNOWN);
    }

    private static Actual actual(Fence fence, Status status) {
        return new Actual(INSTANCE, fence, status);
    }

    private static Reconciliation with(InstanceRow row) {
        return new Reconciliation(HERE, id -> id.equals(INSTANCE) ? Optional.of(row) : Optional.empty());
    }

    private static InstanceRow row(ClusterId cluster, Flags flags) {
        return new InstanceRow(
                INSTANCE,
                new ApplicationId("00000000000000000000000a"),
                "Admin",
                new Standing(STARTED, Status.RUNNING, StatusDetail.NONE, Optional.empty(), 1),
                Optional.of(cluster),
                0,
                flags.finished(),
                flags.stranded(),
                flags.dismissed(),
                false,
                Optional.empty(),
                AddressPair.NONE);
    }
}
