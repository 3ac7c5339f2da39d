package holm.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.cluster.scripted.ScriptedMember;
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
import holm.persistence.Store;
import holm.persistence.StoreSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
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
    private static final Duration PATIENCE = Duration.ofSeconds(20);
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

    private ScriptedRoot root;
    private ClusterSettings settings;
    private Store store;
    private ClusterTier tier;
    private ScriptedMember member;

    @BeforeEach
    void start() throws Exception {
        root = new ScriptedRoot();
        settings = ClusterSettings.of("test", "", root.uri())
                .on("127.0.0.1", freePort(), 0)
                .with(SHORT);
        startTier();
        member = ScriptedMember.join(settings.port());
    }

    @AfterEach
    void stop() throws Exception {
        member.close();
        stopTier();
        root.close();
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
        first.disconnect(member);
        await().atMost(PATIENCE).until(() -> second.running().contains(A));
        assertThat(second.fence(A)).contains(new Fence(1, 2, 1));
        assertThat(first.running()).containsExactly(A);
        first.connect(member);
        await().atMost(PATIENCE).until(() -> first.running().isEmpty());
        assertThat(second.running()).containsExactly(A);
    }

    @Test
    void keepsInstancesWhereTheyAreWhenTheirWorkerComesBackInTime() {
        var worker = worker("w1", SMALL);
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.RUNNING);
        worker.forgetWhatWasHeard();
        worker.disconnect(member);
        worker.connect(member).awaitWelcome();
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
        worker.disconnect(member);
        await().atMost(PATIENCE)
                .until(() -> root.report(A).orElseThrow().detail().message().contains("silent"));
        worker.connect(member);
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
        worker.disconnect(member);
        assertThat(root.await1(Upward.Refused.class).instance()).isEqualTo(A);
    }

    @Test
    void startsWhatAWorkerLostWithItsMachine() {
        var worker = worker("w1", SMALL);
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.RUNNING);
        worker.disconnect(member);
        worker.loseEverything();
        worker.connect(member);
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
        await().atMost(PATIENCE).until(() -> get("/metrics").contains("holm_workers_held{tier=\"cluster\"} 1"));
        assertThat(get("/metrics")).contains("holm_workers_mass_silences_total{tier=\"cluster\"} 1");
        assertThat(get("/metrics")).contains("holm_workers_lost_total{tier=\"cluster\"} 0");
        assertThat(root.report(A).orElseThrow().fence()).isEqualTo(new Fence(1, 1, 1));
        post("/api/cluster/hold/release");
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
        restart();
        worker.forgetWhatWasHeard();
        worker.connect(member).awaitWelcome();
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
        restart();
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
    void forgetsAnInstanceThatIsGoneForLongAndLetsNothingOfItLiveAgain() {
        var worker = worker("w1", SMALL);
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.RUNNING);
        root.stop(A);
        root.await1(Upward.Stopped.class);
        await().atMost(PATIENCE).until(() -> events(A) == 0);

        root.forgetWhatWasHeard();
        root.stop(A);
        root.await1(Upward.Stopped.class);
        worker.send(new Upward.Ask(List.of(new Actual(A, new Fence(1, 1, 1), Status.RUNNING))));
        await().atMost(PATIENCE)
                .until(() -> worker.heard(Downward.Judged.class).stream()
                        .anyMatch(judged -> judged.instance().equals(A) && judged.verdict() == Verdict.GONE));
        assertThat(events(A)).isZero();

        root.deploy(new Assignment(A, new Fence(3, 0, 0), Descriptors.service(), 0));
        await().atMost(PATIENCE).until(() -> worker.fence(A).equals(Optional.of(new Fence(3, 1, 1))));
    }

    private long events(InstanceId instance) {
        try {
            return store.database().transaction(connection -> {
                try (var query =
                        connection.prepareStatement("SELECT COUNT(*) FROM event_journal WHERE persistence_id LIKE ?")) {
                    query.setString(1, "%|" + instance);
                    try (var rows = query.executeQuery()) {
                        rows.next();
                        return rows.getLong(1);
                    }
                }
            });
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void stopsAnInstanceWhoseWorkerIsAwayForAMoment() {
        var worker = worker("w1", SMALL);
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.RUNNING);
        worker.disconnect(member);
        root.stop(A);
        worker.connect(member);
        root.await1(Upward.Stopped.class);
        await().atMost(PATIENCE).until(() -> worker.running().isEmpty());
    }

    @Test
    void stopsAnInstanceWhoseWorkerIsLostAndTellsTheWorkerLater() {
        var worker = worker("w1", SMALL);
        root.deploy(assignment(A));
        root.awaitStatus(A, Status.RUNNING);
        worker.disconnect(member);
        root.stop(A);
        root.await1(Upward.Stopped.class);
        assertThat(worker.running()).containsExactly(A);
        worker.connect(member);
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
        await().atMost(PATIENCE).until(() -> get("/api/cluster/status").contains("older"));
        assertThat(root.heard(Upward.ActualBegin.class)).isEmpty();
    }

    @Test
    void refusesAWorkerOfAnotherInstallation() {
        var stranger = new ScriptedWorker("w9", SMALL);
        stranger.belongTo(new InstallationId("bbbbbbbbbbbbbbbbbbbbbbbb"));
        stranger.connect(member);
        await().atMost(PATIENCE)
                .until(() -> stranger.heard(Downward.Rejected.class).stream()
                        .anyMatch(rejected -> rejected.code().equals("other-installation")));
        stranger.disconnect(member);
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
        assertThat(get("/api/cluster/status"))
                .contains("\"cluster_name\":\"test\"", ScriptedRoot.CLUSTER_ID, "\"connected_to_root\":true");
        assertThat(get("/api/v1/resources/?active=true&resources=active"))
                .contains("\"_id\":\"" + worker.id() + "\"", "\"vcpus\":2", "\"active\":true");
        assertThat(get("/api/v1/resources/" + worker.id())).contains("\"candidate_name\":\"w1\"");
        assertThat(get("/api/v1/resources/nonsense")).contains("malformed-id");
        assertThat(get("/health/ready")).contains("ready");
    }

    private ScriptedWorker worker(String name, Resources capacity) {
        var worker = new ScriptedWorker(name, capacity).connect(member).awaitWelcome();
        await().atMost(PATIENCE)
                .until(() -> get("/api/v1/resources/" + worker.id() + "?resources=active")
                        .contains("\"active\":true"));
        return worker;
    }

    private void awaitLiveWorkers(int count) {
        await().atMost(PATIENCE)
                .until(() -> get("/metrics").contains("holm_workers{state=\"live\",tier=\"cluster\"} " + count));
    }

    private long runningInAll() throws Exception {
        var line = get("/metrics")
                .lines()
                .filter(one -> one.startsWith("holm_instances{status=\"RUNNING\""))
                .findFirst()
                .orElseThrow();
        return (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    private void restart() throws Exception {
        member.close();
        stopTier();
        startTier();
        member = ScriptedMember.join(settings.port());
    }

    private void startTier() throws Exception {
        store = Store.open(StoreSettings.inDirectory("cluster_test", data));
        tier = ClusterTier.start(settings, store).toCompletableFuture().get();
        await().atMost(PATIENCE).until(() -> get("/api/cluster/status").contains("\"connected_to_root\":true"));
    }

    private void stopTier() throws Exception {
        tier.stop().toCompletableFuture().get();
        store.close();
    }

    private String get(String path) throws IOException, InterruptedException {
        return http(HttpRequest.newBuilder(uri(path)).build());
    }

    private void post(String path) throws IOException, InterruptedException {
        http(HttpRequest.newBuilder(uri(path))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + tier.httpPort() + path);
    }

    private static String http(HttpRequest request) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static Assignment assignment(InstanceId instance) {
        return new Assignment(instance, new Fence(1, 0, 0), Descriptors.service(), 0);
    }

    private static InstanceId instance(int number) {
        return new InstanceId(new ServiceId("0123456789abcdef01234567"), number);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
