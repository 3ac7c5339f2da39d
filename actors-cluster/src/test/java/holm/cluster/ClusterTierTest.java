package holm.cluster;

import static holm.cluster.RunningCluster.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.cluster.scripted.ScriptedRoot;
import holm.cluster.scripted.ScriptedWorker;
import holm.domain.Fence;
import holm.domain.InstallationId;
import holm.domain.InstanceId;
import holm.domain.Resources;
import holm.domain.ServiceId;
import holm.domain.Status;
import holm.domain.message.Actual;
import holm.domain.message.Assignment;
import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.domain.message.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole tier over a store on disk, between a scripted root and scripted workers, over real links. */
class ClusterTierTest {
    private static final Resources SMALL = new Resources(1_000, 1_024, 0, 0);
    private static final InstanceId A = instance(0);
    private static final InstanceId B = instance(1);
    private static final ClusterSettings.Patience SHORT = new ClusterSettings.Patience(
            Duration.ofMillis(1_500),
            Duration.ofSeconds(3),
            Duration.ofSeconds(60),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(90),
            Duration.ofSeconds(2),
            5);

    @TempDir
    Path data;

    private RunningCluster cluster;
    private ScriptedRoot root;

    @BeforeEach
    void start() throws Exception {
        cluster = new RunningCluster(data, SHORT);
        root = cluster.root();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void deploysToAWorkerAndTellsTheRoot() {
        var worker = worker("w1", SMALL);
        root.deploy(assignment(A));
        var report = root.awaitStatus(A, Status.RUNNING);
        assertThat(report.fence()).isEqualTo(new Fence(1, 1, 1));
        assertThat(report.whereabouts().orElseThrow().workerId()).isEqualTo(worker.id());
        assertThat(worker.running()).containsExactly(A);
    }

    @Test
    void refusesWhatNoWorkerHasRoomFor() {
        worker("w1", new Resources(1_000, 32, 0, 0));
        root.deploy(assignment(A));
        var refused = root.await1(Upward.Refused.class);
        assertThat(refused.instance()).isEqualTo(A);
        assertThat(refused.reasons()).isNotEmpty();
    }

    @Test
    void fillsWorkersAndNoMore() {
        worker("w1", new Resources(1_000, 128, 0, 0));
        worker("w2", new Resources(1_000, 128, 0, 0));
        for (var number = 0; number < 5; number++) {
            root.deploy(assignment(instance(number)));
        }
        var refused = root.await1(Upward.Refused.class);
        await().atMost(PATIENCE).until(() -> runningInAll() == 4);
        assertThat(root.report(refused.instance()).map(report -> report.status()))
                .isNotEqualTo(Optional.of(Status.RUNNING));
    }

    @Test
    void goesToTheNextWorkerWhenOneDoesNotTakeIt() {
        var first = worker("w1", new Resources(4_000, 4_096, 0, 0));
        first.takeNothing();
        var second = worker("w2", SMALL);
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.RUNNING);
        assertThat(second.running()).containsExactly(A);
    }

    @Test
    void movesTheInstancesOfALostWorkerAndStopsThemWhenItComesBack() {
        var first = worker("w1", SMALL);
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.RUNNING);
        var second = worker("w2", SMALL);
        first.disconnect(cluster.member());
        await().atMost(PATIENCE).until(() -> second.running().contains(A));
        assertThat(second.fence(A)).contains(new Fence(1, 2, 1));
        assertThat(first.running()).containsExactly(A);
        first.connect(cluster.member());
        await().atMost(PATIENCE).until(() -> first.running().isEmpty());
        assertThat(second.running()).containsExactly(A);
    }

    @Test
    void keepsInstancesWhereTheyAreWhenTheirWorkerComesBackInTime() {
        var worker = worker("w1", SMALL);
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.RUNNING);
        worker.forgetWhatWasHeard();
        worker.disconnect(cluster.member());
        worker.connect(cluster.member()).awaitWelcome();
        awaitLiveWorkers(1);
        assertThat(worker.heard(Downward.Deploy.class)).isEmpty();
        assertThat(worker.heard(Downward.Stop.class)).isEmpty();
        assertThat(worker.fence(A)).contains(new Fence(1, 1, 1));
    }

    @Test
    void keepsInstancesOfALostWorkerThatNobodyElseCouldTake() {
        var worker = worker("w1", SMALL);
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.RUNNING);
        worker.disconnect(cluster.member());
        await().atMost(PATIENCE)
                .until(() -> root.report(A).orElseThrow().detail().message().contains("silent"));
        worker.connect(cluster.member());
        await().atMost(PATIENCE)
                .until(() -> root.report(A).orElseThrow().detail().message().isEmpty());
        assertThat(worker.fence(A)).contains(new Fence(1, 1, 1));
        assertThat(root.heard(Upward.Refused.class)).isEmpty();
    }

    @Test
    void handsInstancesBackToTheRootWhenTheirWorkerStaysAway() {
        var worker = worker("w1", SMALL);
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.RUNNING);
        worker.disconnect(cluster.member());
        assertThat(root.await1(Upward.Refused.class).instance()).isEqualTo(A);
    }

    @Test
    void startsWhatAWorkerLostWithItsMachine() {
        var worker = worker("w1", SMALL);
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.RUNNING);
        worker.disconnect(cluster.member());
        worker.loseEverything();
        worker.connect(cluster.member());
        await().atMost(PATIENCE).until(() -> worker.running().contains(A));
        assertThat(worker.fence(A)).contains(new Fence(1, 1, 2));
        await().atMost(PATIENCE)
                .until(() -> root.report(A).orElseThrow().fence().equals(new Fence(1, 1, 2)));
    }

    @Test
    void movesNothingWhenMostWorkersFallSilentTogether() throws Exception {
        var first = worker("w1", SMALL);
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.RUNNING);
        var second = worker("w2", SMALL);
        worker("w3", SMALL);
        awaitLiveWorkers(3);
        first.beSilent();
        second.beSilent();
        await().atMost(PATIENCE).until(() -> cluster.get("/metrics").contains("holm_workers_held{tier=\"cluster\"} 1"));
        assertThat(cluster.get("/metrics")).contains("holm_workers_mass_silences_total{tier=\"cluster\"} 1");
        assertThat(cluster.get("/metrics")).contains("holm_workers_lost_total{tier=\"cluster\"} 0");
        assertThat(root.report(A).orElseThrow().fence()).isEqualTo(new Fence(1, 1, 1));
        cluster.post("/api/cluster/hold/release");
        await().atMost(PATIENCE)
                .until(() -> root.report(A).orElseThrow().fence().placement() == 2);
    }

    @Test
    void goesOnAfterARestartWithTheSameDataAndPlacesNothingTwice() throws Exception {
        var worker = worker("w1", SMALL);
        root.deploy(assignment(A));
        root.deploy(assignment(B));
        root.awaitStatus(A, Status.RUNNING);
        root.awaitStatus(B, Status.RUNNING);
        root.forgetWhatWasHeard();
        cluster.restart();
        worker.forgetWhatWasHeard();
        worker.connect(cluster.member()).awaitWelcome();
        assertThat(root.awaitStatus(A, Status.RUNNING).fence()).isEqualTo(new Fence(1, 1, 1));
        assertThat(root.awaitStatus(B, Status.RUNNING).fence()).isEqualTo(new Fence(1, 1, 1));
        awaitLiveWorkers(1);
        assertThat(worker.heard(Downward.Deploy.class)).isEmpty();
        assertThat(worker.running()).containsExactlyInAnyOrder(A, B);
        assertThat(root.heard(Upward.Want.class)).isEmpty();
    }

    @Test
    void finishesAfterARestartWhatItHadBegun() throws Exception {
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.CLUSTER_SCHEDULED);
        cluster.restart();
        root.await1(Upward.Refused.class);
    }

    @Test
    void stopsAnInstance() {
        var worker = worker("w1", SMALL);
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.RUNNING);
        root.stop(A);
        assertThat(root.await1(Upward.Stopped.class)).isEqualTo(new Upward.Stopped(A, new Fence(1, 0, 0)));
        assertThat(worker.running()).isEmpty();
    }

    @Test
    void forgetsAnInstanceThatIsGoneForLongAndLetsNothingOfItLiveAgain() throws Exception {
        var worker = worker("w1", SMALL);
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.RUNNING);
        root.stop(A);
        root.await1(Upward.Stopped.class);
        await().atMost(PATIENCE).until(() -> cluster.events(A) == 0);

        root.forgetWhatWasHeard();
        root.stop(A);
        root.await1(Upward.Stopped.class);
        worker.send(new Upward.Ask(List.of(new Actual(A, new Fence(1, 1, 1), Status.RUNNING))));
        await().atMost(PATIENCE)
                .until(() -> worker.heard(Downward.Judged.class).stream()
                        .anyMatch(judged -> judged.instance().equals(A) && judged.verdict() == Verdict.GONE));
        assertThat(cluster.events(A)).isZero();

        root.deploy(new Assignment(A, new Fence(3, 0, 0), Descriptors.service(), 0));
        await().atMost(PATIENCE).until(() -> worker.fence(A).equals(Optional.of(new Fence(3, 1, 1))));
    }

    @Test
    void stopsAnInstanceWhoseWorkerIsAwayForAMoment() {
        var worker = worker("w1", SMALL);
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.RUNNING);
        worker.disconnect(cluster.member());
        root.stop(A);
        worker.connect(cluster.member());
        root.await1(Upward.Stopped.class);
        await().atMost(PATIENCE).until(() -> worker.running().isEmpty());
    }

    @Test
    void stopsAnInstanceWhoseWorkerIsLostAndTellsTheWorkerLater() {
        var worker = worker("w1", SMALL);
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.RUNNING);
        worker.disconnect(cluster.member());
        root.stop(A);
        root.await1(Upward.Stopped.class);
        assertThat(worker.running()).containsExactly(A);
        worker.connect(cluster.member());
        await().atMost(PATIENCE).until(() -> worker.running().isEmpty());
    }

    @Test
    void goesOnWithoutTheRootAndTellsItEverythingAfterwards() {
        var worker = worker("w1", SMALL);
        root.deploy(assignment(A));
        root.deploy(assignment(B));
        root.awaitStatus(A, Status.RUNNING);
        root.awaitStatus(B, Status.RUNNING);
        root.goAway();
        worker.report(A, Status.FAILED);
        root.forget(B);
        root.forgetWhatWasHeard();
        root.comeBack();
        root.awaitStatus(A, Status.FAILED);
        await().atMost(PATIENCE).until(() -> !worker.running().contains(B));
        assertThat(worker.running()).containsExactly(A);
    }

    @Test
    void takesNoOlderCopyOfItsRoot() throws Exception {
        root.goAway();
        root.generation(0);
        root.forgetWhatWasHeard();
        root.comeBack();
        root.await1(Upward.Hello.class);
        await().atMost(PATIENCE).until(() -> cluster.get("/api/cluster/status").contains("older"));
        assertThat(root.heard(Upward.ActualBegin.class)).isEmpty();
    }

    @Test
    void refusesAWorkerOfAnotherInstallation() {
        var stranger = new ScriptedWorker("w9", SMALL);
        stranger.belongTo(new InstallationId("bbbbbbbbbbbbbbbbbbbbbbbb"));
        stranger.connect(cluster.member());
        await().atMost(PATIENCE)
                .until(() -> stranger.heard(Downward.Rejected.class).stream()
                        .anyMatch(rejected -> rejected.code().equals("other-installation")));
        stranger.disconnect(cluster.member());
    }

    @Test
    void readsTheLogOfAnInstanceForTheRoot() {
        worker("w1", SMALL);
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.RUNNING);
        awaitLiveWorkers(1);
        assertThat(root.readLog(A)).containsExactly("log of " + A);
    }

    @Test
    void tellsTheRootAndTheOperatorWhatItHas() throws Exception {
        var worker = worker("w1", new Resources(2_000, 1_024, 0, 0));
        awaitLiveWorkers(1);
        await().atMost(PATIENCE)
                .until(() -> root.capacity()
                        .filter(self -> self.capacity().equals(new Resources(20_000, 1_024, 0, 0)))
                        .isPresent());
        assertThat(root.capacity().orElseThrow().workerNames()).containsExactly("w1");
        assertThat(cluster.get("/api/cluster/status"))
                .contains("\"cluster_name\":\"test\"", ScriptedRoot.CLUSTER_ID, "\"connected_to_root\":true");
        assertThat(cluster.get("/api/v1/resources/?active=true&resources=active"))
                .contains("\"_id\":\"" + worker.id() + "\"", "\"vcpus\":2", "\"active\":true");
        assertThat(cluster.get("/api/v1/resources/" + worker.id())).contains("\"candidate_name\":\"w1\"");
        assertThat(cluster.get("/api/v1/resources/nonsense")).contains("malformed-id");
        assertThat(cluster.get("/health/ready")).contains("ready");
    }

    private ScriptedWorker worker(String name, Resources capacity) {
        var worker =
                new ScriptedWorker(name, capacity).connect(cluster.member()).awaitWelcome();
        await().atMost(PATIENCE)
                .until(() -> cluster.get("/api/v1/resources/" + worker.id() + "?resources=active")
                        .contains("\"active\":true"));
        return worker;
    }

    private void awaitLiveWorkers(int count) {
        await().atMost(PATIENCE)
                .until(() ->
                        cluster.get("/metrics").contains("holm_workers{state=\"live\",tier=\"cluster\"} " + count));
    }

    private long runningInAll() throws Exception {
        var line = cluster.get("/metrics")
                .lines()
                .filter(one -> one.startsWith("holm_instances{status=\"RUNNING\""))
                .findFirst()
                .orElseThrow();
        return (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static Assignment assignment(InstanceId instance) {
        return new Assignment(instance, new Fence(1, 0, 0), Descriptors.service(), 0);
    }

    private static InstanceId instance(int number) {
        return new InstanceId(new ServiceId("0123456789abcdef01234567"), number);
    }
}
