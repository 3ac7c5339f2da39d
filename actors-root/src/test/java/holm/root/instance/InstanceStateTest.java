package holm.root.instance;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.ApplicationId;
import holm.domain.ClusterId;
import holm.domain.Decision;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.address.AddressPair;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.message.Report;
import holm.root.Descriptors;
import holm.scheduling.Placement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class InstanceStateTest {
    private static final InstanceId INSTANCE = new InstanceId(new ServiceId("00000000000000000000000b"), 0);
    private static final ClusterId ONE = new ClusterId("000000000000000000000001");
    private static final ClusterId TWO = new ClusterId("000000000000000000000002");
    private static final Fence FIRST = new Fence(1, 0, 0);
    private static final Fence STARTED = new Fence(1, 1, 1);
    private static final long NOW = 1_000_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final InstanceDeadlines DEADLINES = new InstanceDeadlines(MINUTE, MINUTE, MINUTE.multipliedBy(5));

    private final InstanceState requested = want(Descriptors.simulated());
    private final InstanceState assigned = after(requested, placed(Fence.NONE, ONE, TWO));
    private final InstanceState running = after(assigned, reported(ONE, STARTED, Status.RUNNING));

    @Test
    void waitsForAClusterAtFirst() {
        assertThat(known(requested).standing().status()).isEqualTo(Status.REQUESTED);
        assertThat(known(requested).needsCluster()).isTrue();
    }

    @Test
    void goesToTheBestClusterUnderANewAssignment() {
        assertThat(known(assigned).cluster()).contains(ONE);
        assertThat(known(assigned).standing().fence()).isEqualTo(FIRST);
        assertThat(known(assigned).standing().status()).isEqualTo(Status.CLUSTER_SCHEDULED);
        assertThat(known(assigned).needsCluster()).isFalse();
    }

    @Test
    void ignoresAPlacementThatComesTwiceOrLate() {
        assertThat(decide(assigned, placed(Fence.NONE, TWO))).isEqualTo(Decision.accept());
        assertThat(decide(running, placed(FIRST, TWO))).isEqualTo(Decision.accept());
    }

    @Test
    void followsWhatItsClusterReports() {
        assertThat(known(running).standing().status()).isEqualTo(Status.RUNNING);
        assertThat(known(running).standing().fence()).isEqualTo(STARTED);
        assertThat(known(running).hasWork()).isFalse();
    }

    @Test
    void dropsTheSameReportASecondTime() {
        assertThat(decide(running, reported(ONE, STARTED, Status.RUNNING))).isEqualTo(Decision.accept());
    }

    @Test
    void dropsAnOlderFenceAndAStepBack() {
        assertThat(decide(running, reported(ONE, FIRST, Status.CLUSTER_SCHEDULED)))
                .isEqualTo(Decision.accept());
        assertThat(decide(running, reported(ONE, STARTED, Status.CREATING))).isEqualTo(Decision.accept());
        assertThat(known(running).isStale(ONE, report(STARTED, Status.CREATING)))
                .isTrue();
        assertThat(known(running).isStale(ONE, report(STARTED, Status.RUNNING))).isFalse();
    }

    @Test
    void beginsAgainUnderANewRun() {
        var restarted = after(running, reported(ONE, STARTED.nextRun(), Status.CREATING));
        assertThat(known(restarted).standing().status()).isEqualTo(Status.CREATING);
    }

    @Test
    void dropsReportsOfAnotherCluster() {
        assertThat(decide(running, reported(TWO, STARTED.nextRun(), Status.FAILED)))
                .isEqualTo(Decision.accept());
    }

    @Test
    void goesToTheNextClusterWhenOneRefuses() {
        var refused = after(assigned, refused(ONE, FIRST, "no worker fits"));
        assertThat(known(refused).needsCluster()).isTrue();
        var next = after(refused, placed(FIRST, ONE, TWO));
        assertThat(known(next).cluster()).contains(TWO);
        assertThat(known(next).standing().fence()).isEqualTo(new Fence(2, 0, 0));
    }

    @Test
    void saysWhyEveryClusterRefused() {
        var twice = after(
                assigned,
                refused(ONE, FIRST, "no worker fits"),
                placed(FIRST, ONE, TWO),
                refused(TWO, new Fence(2, 0, 0), "port 80 is taken"),
                placed(new Fence(2, 0, 0), ONE, TWO));
        assertThat(known(twice).standing().status()).isEqualTo(Status.NO_ACTIVE_CLUSTER_WITH_CAPACITY);
        assertThat(known(twice).standing().detail().message()).isEqualTo("one: no worker fits; two: port 80 is taken");
        assertThat(known(twice).refusals()).isEmpty();
        assertThat(known(twice).needsCluster()).isTrue();
    }

    @Test
    void showsTheSchedulersVerdictAndWritesItOnce() {
        var nothing = new InstanceCommand.Placed(
                Fence.NONE,
                new Placement(List.of(), List.of(), Status.TARGET_CLUSTER_NOT_FOUND, "there is no cluster x"));
        var waiting = after(requested, nothing);
        assertThat(known(waiting).standing().status()).isEqualTo(Status.TARGET_CLUSTER_NOT_FOUND);
        assertThat(known(waiting).standing().detail().message()).isEqualTo("there is no cluster x");
        assertThat(decide(waiting, nothing)).isEqualTo(Decision.accept());
    }

    @Test
    void ignoresARefusalOfAnOlderAssignment() {
        var second = after(assigned, refused(ONE, FIRST, "full"), placed(FIRST, TWO), refused(ONE, FIRST, "full"));
        assertThat(known(second).cluster()).contains(TWO);
    }

    @Test
    void triesAnotherClusterWhenOneSaysNothing() {
        assertThat(decide(assigned, new InstanceCommand.Wake(), NOW + MINUTE.toMillis() - 1))
                .isEqualTo(Decision.accept());
        var overdue = after(assigned, NOW + MINUTE.toMillis(), new InstanceCommand.Wake());
        assertThat(known(overdue).needsCluster()).isTrue();
        assertThat(known(overdue).standing().detail().message()).contains("CLUSTER_SCHEDULED for 60 s");
    }

    @Test
    void countsItsDeadlineOnlyWhileItsClusterCanBeHeard() {
        var muchLater = NOW + 100 * MINUTE.toMillis();
        var away = new Moment(muchLater, Long.MAX_VALUE);
        var justBack = new Moment(muchLater, muchLater - MINUTE.toMillis() + 1);
        assertThat(assigned.decide(new InstanceCommand.Wake(), away, DEADLINES)).isEqualTo(Decision.accept());
        assertThat(assigned.decide(new InstanceCommand.Wake(), justBack, DEADLINES))
                .isEqualTo(Decision.accept());
        var backForLong = new Moment(muchLater, muchLater - MINUTE.toMillis());
        assertThat(assigned.decide(new InstanceCommand.Wake(), backForLong, DEADLINES))
                .isNotEqualTo(Decision.accept());
    }

    @Test
    void hasNoDeadlineOnceItBegan() {
        assertThat(decide(running, new InstanceCommand.Wake(), NOW + 100 * MINUTE.toMillis()))
                .isEqualTo(Decision.accept());
    }

    @Test
    void isGoneAtOnceWhenItWasNeverAssigned() {
        assertThat(after(requested, dismiss())).isEqualTo(new InstanceState.Gone());
    }

    @Test
    void isGoneWhenItsClusterStoppedIt() {
        var dismissed = after(running, dismiss());
        assertThat(known(dismissed).hasWork()).isTrue();
        assertThat(decide(dismissed, dismiss())).isEqualTo(Decision.accept());
        assertThat(after(dismissed, new InstanceCommand.Stopped(ONE, STARTED))).isEqualTo(new InstanceState.Gone());
    }

    @Test
    void isDismissedWhileItIsBeingDeployed() {
        var dismissed = after(assigned, dismiss());
        assertThat(known(dismissed).needsCluster()).isFalse();
        assertThat(after(dismissed, refused(ONE, FIRST, "full"))).isEqualTo(new InstanceState.Gone());
        assertThat(known(after(dismissed, reported(ONE, STARTED, Status.RUNNING)))
                        .dismissed())
                .isTrue();
    }

    @Test
    void ignoresAStopOfAnOlderAssignment() {
        var second = after(assigned, refused(ONE, FIRST, "full"), placed(FIRST, ONE), placed(FIRST, TWO));
        var moved = known(second).cluster().isPresent() ? second : after(second, placed(FIRST, TWO));
        assertThat(decide(moved, new InstanceCommand.Stopped(ONE, FIRST))).isEqualTo(Decision.accept());
    }

    @Test
    void isPlacedAgainWhenItsClusterStoppedItByItself() {
        assertThat(known(after(running, new InstanceCommand.Stopped(ONE, STARTED)))
                        .needsCluster())
                .isTrue();
    }

    @Test
    void goesElsewhereWhenItsClusterIsLost() {
        var stranded = after(running, lost(ONE));
        assertThat(known(stranded).needsCluster()).isTrue();
        assertThat(known(stranded).standing().status()).isEqualTo(Status.RUNNING);
        var moved = after(stranded, placed(STARTED, ONE, TWO));
        assertThat(known(moved).cluster()).contains(TWO);
        assertThat(known(moved).standing().fence()).isEqualTo(new Fence(2, 0, 0));
        assertThat(decide(moved, reported(ONE, STARTED.nextRun(), Status.FAILED)))
                .isEqualTo(Decision.accept());
    }

    @Test
    void staysWithALostClusterWhenThereIsNoOther() {
        var stranded = after(running, lost(ONE), placed(STARTED, ONE));
        assertThat(known(stranded).cluster()).contains(ONE);
        assertThat(known(after(stranded, new InstanceCommand.ClusterBack(ONE))).hasWork())
                .isFalse();
        assertThat(known(after(stranded, reported(ONE, STARTED, Status.RUNNING)))
                        .strandedAtMillis())
                .isEmpty();
    }

    @Test
    void isGivenUpWithItsClusterWhenItWasDismissed() {
        assertThat(after(running, dismiss(), lost(ONE))).isEqualTo(new InstanceState.Gone());
    }

    @Test
    void aFinishedOneShotStaysWhatItIs() {
        var done = after(started(0), reported(ONE, STARTED, Status.COMPLETED));
        assertThat(decide(done, lost(ONE))).isEqualTo(Decision.accept());
        assertThat(decide(done, reported(ONE, STARTED, Status.DEAD))).isEqualTo(Decision.accept());
        assertThat(known(done).hasWork()).isFalse();
    }

    @Test
    void aStartedOneShotUsesARetryWhenItsClusterIsLost() {
        var moved = after(started(2), lost(ONE), placed(STARTED, TWO));
        assertThat(known(moved).retriesLeft()).isEqualTo(1);
        assertThat(known(moved).cluster()).contains(TWO);
    }

    @Test
    void aStartedOneShotWithoutARetryWaitsAndIsThenDead() {
        var stranded = after(started(0), lost(ONE));
        assertThat(known(stranded).needsCluster()).isFalse();
        assertThat(decide(stranded, lost(ONE), NOW + 5 * MINUTE.toMillis() - 1)).isEqualTo(Decision.accept());
        var dead = after(stranded, NOW + 5 * MINUTE.toMillis(), lost(ONE));
        assertThat(known(dead).standing().status()).isEqualTo(Status.DEAD);
        assertThat(known(dead).hasWork()).isFalse();

        var knownAfterAll = after(dead, reported(ONE, STARTED, Status.COMPLETED));
        assertThat(known(knownAfterAll).standing().status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void aOneShotThatNeverStartedGoesElsewhereForFree() {
        var moved = after(after(want(Descriptors.oneShot(0)), placed(Fence.NONE, ONE)), lost(ONE), placed(FIRST, TWO));
        assertThat(known(moved).cluster()).contains(TWO);
        assertThat(known(moved).retriesLeft()).isZero();
    }

    @Test
    void whatIsGoneStaysGone() {
        InstanceState gone = new InstanceState.Gone();
        assertThat(decide(gone, new InstanceCommand.Want(definition(Descriptors.simulated()), null)))
                .isEqualTo(Decision.accept());
        assertThat(decide(gone, reported(ONE, STARTED, Status.RUNNING))).isEqualTo(Decision.accept());
    }

    @Test
    void whatWasNeverWantedIgnoresEverything() {
        assertThat(decide(InstanceState.UNKNOWN, reported(ONE, STARTED, Status.RUNNING)))
                .isEqualTo(Decision.accept());
        assertThat(decide(InstanceState.UNKNOWN, dismiss())).isEqualTo(Decision.accept());
    }

    /** Reports in any order, any of them lost or doubled: the fence only grows, and within a fence the status. */
    @Property(tries = 300)
    void onlyEverMovesForward(@ForAll @Size(max = 40) List<@IntRange(max = 59) Integer> reports) {
        var state = running;
        for (var number : reports) {
            var fence = new Fence(1, 1 + number / 20, number / 5 % 4);
            var status = List.of(Status.NODE_SCHEDULED, Status.CREATING, Status.CREATED, Status.RUNNING, Status.DEAD)
                    .get(number % 5);
            var next = after(state, reported(ONE, fence, status));
            var before = known(state).standing();
            var after = known(next).standing();
            assertThat(after.fence()).isGreaterThanOrEqualTo(before.fence());
            if (after.fence().equals(before.fence()) && after.status() != before.status()) {
                assertThat(before.status().mayBecome(after.status())).isTrue();
            }
            state = next;
        }
    }

    private static InstanceState started(int retries) {
        return after(
                want(Descriptors.oneShot(retries)), placed(Fence.NONE, ONE), reported(ONE, STARTED, Status.RUNNING));
    }

    private static InstanceState want(ServiceDescriptor descriptor) {
        return after(InstanceState.UNKNOWN, new InstanceCommand.Want(definition(descriptor), null));
    }

    private static InstanceDefinition definition(ServiceDescriptor descriptor) {
        return new InstanceDefinition(
                new ApplicationId("00000000000000000000000a"), "Admin", descriptor, AddressPair.NONE);
    }

    private static InstanceState after(InstanceState state, InstanceCommand... commands) {
        return after(state, NOW, commands);
    }

    private static InstanceState after(InstanceState state, long nowMillis, InstanceCommand... commands) {
        var next = state;
        for (var command : commands) {
            for (var event : ((Decision.Accepted<InstanceEvent>) decide(next, command, nowMillis)).events()) {
                next = next.apply(event);
            }
        }
        return next;
    }

    private static Decision<InstanceEvent> decide(InstanceState state, InstanceCommand command) {
        return decide(state, command, NOW);
    }

    private static Decision<InstanceEvent> decide(InstanceState state, InstanceCommand command, long nowMillis) {
        return state.decide(command, new Moment(nowMillis, 0), DEADLINES);
    }

    private static InstanceState.Known known(InstanceState state) {
        return (InstanceState.Known) state;
    }

    private static InstanceCommand placed(Fence basis, ClusterId... ranked) {
        var names = List.of(
                new Placement.Line(ONE.value(), "one", "", "fits"), new Placement.Line(TWO.value(), "two", "", "fits"));
        return new InstanceCommand.Placed(
                basis,
                new Placement(
                        List.of(ranked).stream().map(ClusterId::value).toList(),
                        names,
                        Status.CLUSTER_SCHEDULED,
                        ranked.length + " fit"));
    }

    private static InstanceCommand reported(ClusterId from, Fence fence, Status status) {
        return new InstanceCommand.Reported(from, report(fence, status));
    }

    private static Report report(Fence fence, Status status) {
        return new Report(INSTANCE, fence, status, StatusDetail.NONE, Optional.empty());
    }

    private static InstanceCommand refused(ClusterId by, Fence fence, String reason) {
        return new InstanceCommand.Refused(by, fence, List.of(reason));
    }

    private static InstanceCommand dismiss() {
        return new InstanceCommand.Dismiss(null);
    }

    private static InstanceCommand lost(ClusterId cluster) {
        return new InstanceCommand.ClusterLost(cluster, "one");
    }
}
