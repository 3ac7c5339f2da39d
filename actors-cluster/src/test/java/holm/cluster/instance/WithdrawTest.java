package holm.cluster.instance;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.ApplicationId;
import holm.domain.ClusterId;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.address.AddressPair;
import holm.domain.message.Addressing;
import holm.domain.message.Assignment;
import holm.domain.message.Report;
import holm.domain.message.Whereabouts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An instance that others are sent to: it leaves their tables before it is stopped. */
class WithdrawTest extends InstanceStory {
    private static final ClusterId CLUSTER = new ClusterId("c00000000000000000000001");

    @BeforeEach
    void run() {
        tell(
                new InstanceCommand.Assign(addressed(1)),
                ranked(1, 0, W1),
                granted(W1, 1, 1),
                reachable(1, Status.RUNNING, "10.18.0.2"));
    }

    @Test
    void isReachedWhileItRuns() {
        assertThat(steps).contains(new Step.ShowRoutes());
        var endpoint = row().endpoint(CLUSTER).orElseThrow();
        assertThat(endpoint.fence()).isEqualTo(fence(1, 1, 1));
        assertThat(endpoint.worker()).isEqualTo(W1);
        assertThat(endpoint.namespaceAddresses().texts()).containsExactly("10.18.0.2");
    }

    @Test
    void leavesTheTablesBeforeItIsStopped() {
        tell(new InstanceCommand.Stop(fence(1, 0, 0)));
        assertThat(steps).contains(new Step.ShowRoutes(), new Step.Withdraw(W1, fence(1, 1, 1)));
        assertThat(steps).noneMatch(Step.TellWorker.class::isInstance);
        assertThat(row().endpoint(CLUSTER)).isEmpty();
        tell(new InstanceCommand.Withdrawn(W1, fence(1, 1, 1)));
        assertThat(stopped(W1).samePlacement(fence(1, 1, 0))).isTrue();
    }

    @Test
    void stopsNothingWhenTheWorkerWasFasterOrTheWordIsOld() {
        tell(new InstanceCommand.Withdrawn(W1, fence(1, 1, 1)));
        assertThat(steps).isEmpty();
        tell(
                new InstanceCommand.Stop(fence(1, 0, 0)),
                new InstanceCommand.Stopped(W1, fence(1, 1, 1)),
                new InstanceCommand.Withdrawn(W1, fence(1, 1, 1)));
        assertThat(steps).isEmpty();
    }

    @Test
    void withdrawsAgainAfterARestartInTheMiddle() {
        tell(new InstanceCommand.Stop(fence(1, 0, 0)), new InstanceCommand.Wake());
        assertThat(steps).containsExactly(new Step.Withdraw(W1, fence(1, 1, 1)));
    }

    @Test
    void isReachedNoMoreAtOnceWhenItFailsOrItsWorkerIsLost() {
        tell(reachable(1, Status.DEAD, "10.18.0.2"));
        assertThat(steps).contains(new Step.ShowRoutes());
        assertThat(row().endpoint(CLUSTER)).isEmpty();
        tell(reachable(2, Status.RUNNING, "10.18.0.2"));
        assertThat(row().endpoint(CLUSTER)).isPresent();
        tell(new InstanceCommand.WorkerLost(W1));
        assertThat(steps).contains(new Step.ShowRoutes());
        assertThat(row().endpoint(CLUSTER)).isEmpty();
    }

    @Test
    void leavesTheTablesBeforeAnotherAssignmentReplacesIt() {
        tell(new InstanceCommand.Assign(addressed(2)));
        assertThat(steps).contains(new Step.ShowRoutes(), new Step.Withdraw(W1, fence(1, 1, 1)));
    }

    @Test
    void isNotReachedWithoutAnAddress() {
        tell(reachable(2, Status.RUNNING, "no address"));
        assertThat(row().endpoint(CLUSTER)).isEmpty();
    }

    @Test
    void isFoundUnderItsAddressesWhileItRuns() {
        var rows = new InstanceRows(List.of(row()));
        assertThat(rows.serving(INSTANCE.service())).hasSize(1);
        assertThat(rows.servedUnder("app.test.web.test")).contains(INSTANCE.service());
        tell(new InstanceCommand.Stop(fence(1, 0, 0)));
        rows.put(row());
        assertThat(rows.serving(INSTANCE.service())).isEmpty();
        assertThat(rows.servedUnder("app.test.web.test")).isEmpty();
    }

    private InstanceRow row() {
        return InstanceRow.of(INSTANCE, state);
    }

    private static Assignment addressed(long assignment) {
        return new Assignment(
                INSTANCE,
                fence(assignment, 0, 0),
                descriptor(false, 0),
                0,
                Optional.of(new Addressing(
                        new ApplicationId("00000000000000000000000a"),
                        Map.of(),
                        AddressPair.NONE,
                        Optional.of("Admin"))));
    }

    private static InstanceCommand reachable(long run, Status status, String address) {
        var where = new Whereabouts(W1.value(), "edge-1", "192.0.2.1", List.of(address), Optional.of(run));
        return new InstanceCommand.Reported(
                W1, new Report(INSTANCE, fence(1, 1, run), status, StatusDetail.NONE, Optional.of(where)));
    }
}
