package holm.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.domain.ApplicationId;
import holm.domain.Fence;
import holm.domain.HexId;
import holm.domain.InstanceId;
import holm.domain.Resources;
import holm.domain.ServiceId;
import holm.domain.Status;
import holm.domain.message.Actual;
import holm.domain.message.Downward;
import holm.domain.message.LogLine;
import holm.domain.message.LogQuery;
import holm.domain.message.Upward;
import holm.domain.message.Verdict;
import holm.persistence.Store;
import holm.persistence.StoreSettings;
import holm.root.account.AccountSettings;
import holm.root.http.ApiSettings;
import holm.root.instance.InstanceDeadlines;
import holm.root.instance.InstanceView;
import holm.root.service.Services;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole root over a database of its own, with clusters that do what the test says, over real WebSockets. */
class RootTierTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ApplicationId APPLICATION = new ApplicationId("00000000000000000000000a");

    @TempDir
    Path directory;

    private Store store;
    private RootTier root;

    @BeforeEach
    void start() throws Exception {
        start(Duration.ofSeconds(30));
    }

    private void start(Duration clusterLostAfter) throws Exception {
        start(clusterLostAfter, RootSettings.DEFAULT_PURGE_AFTER);
    }

    private void start(Duration clusterLostAfter, Duration purgeAfter) throws Exception {
        store = Store.open(StoreSettings.inDirectory("root", directory));
        root = RootTier.start(
                new RootSettings(
                        "127.0.0.1",
                        0,
                        clusterLostAfter,
                        purgeAfter,
                        InstanceDeadlines.DEFAULT,
                        RootSettings.DEFAULT_SCHEDULER,
                        Optional.of(directory),
                        new AccountSettings(true),
                        ApiSettings.LOCAL),
                store);
    }

    @AfterEach
    void stop() {
        join(root.stop());
        store.close();
    }

    private void restart(Duration clusterLostAfter) throws Exception {
        stop();
        start(clusterLostAfter);
    }

    @Test
    void deploysToTheClusterAndShowsWhatItReports() {
        try (var cluster = cluster("munich").hello()) {
            var service = service();
            assertThat(join(services().addInstance(service))).isZero();

            var assignment = cluster.takesOne();
            assertThat(assignment.instance()).isEqualTo(new InstanceId(service, 0));
            assertThat(assignment.fence()).isEqualTo(new Fence(1, 0, 0));
            cluster.runs(assignment);

            var running = awaitInstance(service, 0, view -> view.status() == Status.RUNNING);
            assertThat(running.fence()).isEqualTo(new Fence(1, 1, 1));
            assertThat(running.clusterName()).isEqualTo("munich");
            assertThat(running.clusterLocation()).isEqualTo("48.1,11.5,10");
            assertThat(running.whereabouts()).contains(ScriptedCluster.whereabouts());
            assertThat(root.parts().explanations().of(assignment.instance())).isPresent();
        }
    }

    @Test
    void asksTheOtherClusterWhenOneRefuses() {
        try (var first = cluster("one").hello();
                var second =
                        cluster("two", new Resources(4_000, 1_024, 1_000, 0)).hello()) {
            var service = service();
            join(services().addInstance(service));

            var refused = first.takesOne(); // it has more room
            first.say(new Upward.Refused(refused.instance(), refused.fence(), List.of("no worker fits")));

            var assignment = second.takesOne();
            assertThat(assignment.fence()).isEqualTo(new Fence(2, 0, 0));
            second.runs(assignment);
            assertThat(awaitInstance(service, 0, view -> view.status() == Status.RUNNING)
                            .clusterName())
                    .isEqualTo("two");
        }
    }

    @Test
    void saysWhyNothingFitsAndTriesAgainWhenThereIsRoom() {
        var service = service();
        join(services().addInstance(service));
        var waiting = awaitInstance(service, 0, view -> view.status() != Status.REQUESTED);
        assertThat(waiting.status())
                .isIn(
                        Status.TARGET_CLUSTER_NOT_ACTIVE,
                        Status.NO_ACTIVE_CLUSTER_WITH_CAPACITY,
                        Status.TARGET_CLUSTER_NOT_FOUND);
        assertThat(waiting.detail().message()).isNotBlank();

        try (var cluster = cluster("late").hello()) {
            cluster.runs(cluster.takesOne());
            awaitInstance(service, 0, view -> view.status() == Status.RUNNING);
        }
    }

    @Test
    void triesAgainWhenTheOnlyClusterHasMoreRoom() {
        try (var cluster = cluster("full", new Resources(100, 16, 0, 0)).hello()) {
            var service = service();
            join(services().addInstance(service));
            awaitInstance(service, 0, view -> view.status() == Status.NO_ACTIVE_CLUSTER_WITH_CAPACITY);

            cluster.hasNow(new Resources(8_000, 4_096, 0, 0));

            assertThat(cluster.takesOne().instance()).isEqualTo(new InstanceId(service, 0));
        }
    }

    @Test
    void continuesAfterARestartWhereItWas() throws Exception {
        var service = service();
        String id;
        try (var cluster = cluster("munich").hello()) {
            join(services().setReplicas(service, 2));
            var first = cluster.takesOne();
            cluster.runs(first);
            cluster.runs(cluster.takesOne());
            awaitInstance(service, 0, view -> view.status() == Status.RUNNING);
            awaitInstance(service, 1, view -> view.status() == Status.RUNNING);
            id = root.parts().clusters().all().getFirst().id().value();
        }
        var installation = root.parts().installation();

        restart(Duration.ofSeconds(30));

        assertThat(root.parts().installation()).isEqualTo(installation);
        assertThat(services().find(service).orElseThrow().instances())
                .extracting(InstanceView::status)
                .containsOnly(Status.RUNNING);
        var fence = new Fence(1, 1, 1);
        try (var cluster = cluster("munich")
                .hello(
                        Optional.of(installation),
                        Optional.of(id),
                        1,
                        List.of(
                                new Actual(new InstanceId(service, 0), fence, Status.RUNNING),
                                new Actual(new InstanceId(service, 1), fence.nextRun(), Status.RUNNING)))) {
            var told = cluster.expect(Downward.Tell.class);
            assertThat(told.instances()).containsExactly(new InstanceId(service, 1));
            assertThat(join(services().addInstance(service))).isEqualTo(2);
            assertThat(cluster.takesOne().instance()).isEqualTo(new InstanceId(service, 2));
        }
    }

    @Test
    void placesInstancesElsewhereWhenTheirClusterIsLost() throws Exception {
        restart(Duration.ofSeconds(1));
        var service = service();
        var lost = cluster("lost").hello();
        join(services().addInstance(service));
        lost.runs(lost.takesOne());
        awaitInstance(service, 0, view -> view.status() == Status.RUNNING);
        var installation = root.parts().installation();
        var id = root.parts().clusters().all().getFirst().id().value();
        try (var other = cluster("other").hello()) {
            lost.close();
            var assignment = other.takesOne();
            assertThat(assignment.fence()).isEqualTo(new Fence(2, 0, 0));
            other.runs(assignment);
            awaitInstance(service, 0, view -> view.clusterName().equals("other") && view.status() == Status.RUNNING);

            try (var back = cluster("lost").hello(Optional.of(installation), Optional.of(id), 1, List.of())) {
                back.say(new Upward.Ask(
                        List.of(new Actual(new InstanceId(service, 0), new Fence(1, 1, 1), Status.RUNNING))));
                assertThat(back.expect(Downward.Judged.class).verdict()).isEqualTo(Verdict.REPLACED);
            }
        }
    }

    @Test
    void keepsAnInstanceOnTheOnlyClusterThatComesBack() throws Exception {
        restart(Duration.ofSeconds(1));
        var service = service();
        var only = cluster("only").hello();
        join(services().addInstance(service));
        only.runs(only.takesOne());
        awaitInstance(service, 0, view -> view.status() == Status.RUNNING);
        var id = root.parts().clusters().all().getFirst().id().value();
        only.close();
        awaitInstance(service, 0, view -> view.detail().message().contains("silent"));

        var there = new Actual(new InstanceId(service, 0), new Fence(1, 1, 1), Status.RUNNING);
        try (var back =
                cluster("only").hello(Optional.of(root.parts().installation()), Optional.of(id), 1, List.of(there))) {
            var kept =
                    awaitInstance(service, 0, view -> !view.detail().message().contains("silent"));
            assertThat(kept.fence()).isEqualTo(new Fence(1, 1, 1));
            assertThat(kept.status()).isEqualTo(Status.RUNNING);
            assertThat(back.expect(Downward.WantedPage.class).page()).hasSize(1);
        }
    }

    @Test
    void stopsAnInstanceThatWasDismissedWhileItsClusterWasAway() {
        var service = service();
        var cluster = cluster("munich").hello();
        join(services().addInstance(service));
        var assignment = cluster.takesOne();
        cluster.runs(assignment);
        awaitInstance(service, 0, view -> view.status() == Status.RUNNING);
        var id = root.parts().clusters().all().getFirst().id().value();
        cluster.close();

        join(services().removeInstance(service, 0));
        join(services().removeInstance(service, 0));

        var there = new Actual(assignment.instance(), new Fence(1, 1, 1), Status.RUNNING);
        try (var back =
                cluster("munich").hello(Optional.of(root.parts().installation()), Optional.of(id), 1, List.of(there))) {
            var stop = back.expect(Downward.Stop.class);
            assertThat(stop.instance()).isEqualTo(assignment.instance());
            back.say(new Upward.Stopped(stop.instance(), stop.fence()));
            await().atMost(PATIENCE)
                    .until(() ->
                            services().find(service).orElseThrow().instances().isEmpty());
        }
    }

    @Test
    void deletesAServiceWhenItsLastInstanceHasStopped() {
        try (var cluster = cluster("munich").hello()) {
            var service = service();
            join(services().addInstance(service));
            var assignment = cluster.takesOne();

            join(services().delete(service));

            assertThat(services().find(service)).isEmpty();
            var stop = cluster.expect(Downward.Stop.class);
            assertThat(stop.fence()).isEqualTo(assignment.fence());
            cluster.say(new Upward.Stopped(stop.instance(), stop.fence()));
            await().atMost(PATIENCE)
                    .until(() -> store.rows().list("root-service").isEmpty());
            cluster.say(new Upward.Ask(List.of(new Actual(assignment.instance(), new Fence(1, 1, 1), Status.RUNNING))));
            assertThat(cluster.expect(Downward.Judged.class).verdict()).isEqualTo(Verdict.GONE);
        }
    }

    @Test
    void forgetsWhatIsGoneForLongAndStillSaysThatItIsGone() throws Exception {
        stop();
        start(Duration.ofSeconds(30), Duration.ofSeconds(1));
        var service = service();
        var instance = new InstanceId(service, 0);
        try (var cluster = cluster("munich").hello()) {
            join(services().addInstance(service));
            var assignment = cluster.takesOne();
            cluster.runs(assignment);
            awaitInstance(service, 0, view -> view.status() == Status.RUNNING);
            join(services().delete(service));
            var stop = cluster.expect(Downward.Stop.class);
            cluster.say(new Upward.Stopped(stop.instance(), stop.fence()));

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(List.of(events(instance.toString()), events(service.value())))
                            .containsExactly(0L, 1L));

            cluster.reports(instance, new Fence(1, 1, 1), Status.RUNNING);
            cluster.say(new Upward.Ask(List.of(new Actual(instance, new Fence(1, 1, 1), Status.RUNNING))));
            assertThat(cluster.expect(Downward.Judged.class).verdict()).isEqualTo(Verdict.GONE);
            assertThat(services().find(service)).isEmpty();
            assertThat(events(instance.toString())).isZero();
        }
        assertThat(services()
                        .create(service, APPLICATION, "Admin", Descriptors.simulated(), Map.of())
                        .toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("not used again");
    }

    private long events(String id) throws SQLException {
        return store.database().transaction(connection -> {
            try (var query =
                    connection.prepareStatement("SELECT COUNT(*) FROM event_journal WHERE persistence_id LIKE ?")) {
                query.setString(1, "%|" + id);
                try (var rows = query.executeQuery()) {
                    rows.next();
                    return rows.getLong(1);
                }
            }
        });
    }

    @Test
    void readsALogOverAConnectionThatTheClusterOpens() {
        try (var cluster = cluster("munich").hello()) {
            var service = service();
            join(services().addInstance(service));
            var assignment = cluster.takesOne();
            cluster.runs(assignment);
            awaitInstance(service, 0, view -> view.status() == Status.RUNNING);

            var lines = read(assignment.instance());
            var asked = cluster.expect(Downward.OpenLog.class);
            var written = List.of(
                    new LogLine(1, LogLine.Stream.STDOUT, 1, "hello"),
                    new LogLine(2, LogLine.Stream.STDERR, 1, "wörld"));
            cluster.sendsLog(asked.request(), root.httpPort(), Source.from(written));

            assertThat(join(lines)).isEqualTo(written);
        }
    }

    @Test
    void saysWhyThereIsNoLog() {
        var service = service();
        join(services().addInstance(service));
        awaitInstance(service, 0, _ -> true);
        assertThat(read(new InstanceId(service, 0)).toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("no-log-yet");
        assertThat(read(new InstanceId(service, 7)).toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("unknown-instance");
    }

    private CompletionStage<List<LogLine>> read(InstanceId instance) {
        return root.parts()
                .logs()
                .read(instance, new LogQuery(Optional.empty(), Optional.empty(), false))
                .runWith(Sink.seq(), root.parts().system());
    }

    @Test
    void refusesAClusterOfAnotherInstallation() {
        try (var cluster = cluster("stranger")) {
            var link = cluster.opened();
            link.tell(new holm.wire.link.LinkCommand.Send<>(new Upward.Hello(
                    Optional.of(new holm.domain.InstallationId("ffffffffffffffffffffffff")),
                    Optional.empty(),
                    0,
                    cluster.self())));
            assertThat(cluster.expect(Downward.Rejected.class).code()).isEqualTo("other-installation");
        }
        assertThat(root.parts().clusters().all()).isEmpty();
    }

    private ScriptedCluster cluster(String name) {
        return new ScriptedCluster(name, root.httpPort());
    }

    private ScriptedCluster cluster(String name, Resources capacity) {
        return new ScriptedCluster(name, root.httpPort(), capacity);
    }

    private Services services() {
        return root.parts().services();
    }

    private ServiceId service() {
        var bytes = new byte[12];
        ThreadLocalRandom.current().nextBytes(bytes);
        var id = new ServiceId(HexId.of(bytes));
        join(services().create(id, APPLICATION, "Admin", Descriptors.simulated(), Map.of("microservice_name", "web")));
        return id;
    }

    private InstanceView awaitInstance(ServiceId service, int number, Predicate<InstanceView> condition) {
        return await().atMost(PATIENCE)
                .until(
                        () -> services().find(service).orElseThrow().instances().stream()
                                .filter(view -> view.number() == number && condition.test(view))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
