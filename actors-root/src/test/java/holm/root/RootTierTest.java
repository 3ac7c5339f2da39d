package holm.root;

import static holm.root.RunningRoot.PATIENCE;
import static holm.root.RunningRoot.join;
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
import holm.persistence.testing.Journal;
import holm.root.instance.InstanceView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole root over a database of its own, with clusters that do what the test says, over real WebSockets. */
class RootTierTest {
    private static final ApplicationId APPLICATION = new ApplicationId("00000000000000000000000a");

    @TempDir
    Path directory;

    private RunningRoot root;

    @BeforeEach
    void start() throws Exception {
        root = new RunningRoot(directory);
    }

    @AfterEach
    void stop() {
        root.close();
    }

    @Test
    void deploysToTheClusterAndShowsWhatItReports() {
        try (var cluster = root.cluster("munich").hello()) {
            var service = service();
            assertThat(join(root.services().addInstance(service))).isZero();

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
        try (var first = root.cluster("one").hello();
                var second = root.cluster("two", new Resources(4_000, 1_024, 1_000, 0))
                        .hello()) {
            var service = service();
            join(root.services().addInstance(service));

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
        join(root.services().addInstance(service));
        var waiting = awaitInstance(service, 0, view -> view.status() != Status.REQUESTED);
        assertThat(waiting.status())
                .isIn(
                        Status.TARGET_CLUSTER_NOT_ACTIVE,
                        Status.NO_ACTIVE_CLUSTER_WITH_CAPACITY,
                        Status.TARGET_CLUSTER_NOT_FOUND);
        assertThat(waiting.detail().message()).isNotBlank();

        try (var cluster = root.cluster("late").hello()) {
            cluster.runs(cluster.takesOne());
            awaitInstance(service, 0, view -> view.status() == Status.RUNNING);
        }
    }

    @Test
    void triesAgainWhenTheOnlyClusterHasMoreRoom() {
        try (var cluster = root.cluster("full", new Resources(100, 16, 0, 0)).hello()) {
            var service = service();
            join(root.services().addInstance(service));
            awaitInstance(service, 0, view -> view.status() == Status.NO_ACTIVE_CLUSTER_WITH_CAPACITY);

            cluster.hasNow(new Resources(8_000, 4_096, 0, 0));

            assertThat(cluster.takesOne().instance()).isEqualTo(new InstanceId(service, 0));
        }
    }

    @Test
    void continuesAfterARestartWhereItWas() throws Exception {
        var service = service();
        String id;
        try (var cluster = root.cluster("munich").hello()) {
            join(root.services().setReplicas(service, 2));
            var first = cluster.takesOne();
            cluster.runs(first);
            cluster.runs(cluster.takesOne());
            awaitInstance(service, 0, view -> view.status() == Status.RUNNING);
            awaitInstance(service, 1, view -> view.status() == Status.RUNNING);
            id = root.parts().clusters().all().getFirst().id().value();
        }
        var installation = root.parts().installation();

        root.restart();

        assertThat(root.parts().installation()).isEqualTo(installation);
        assertThat(root.services().find(service).orElseThrow().instances())
                .extracting(InstanceView::status)
                .containsOnly(Status.RUNNING);
        var fence = new Fence(1, 1, 1);
        try (var cluster = root.cluster("munich")
                .hello(
                        Optional.of(installation),
                        Optional.of(id),
                        1,
                        List.of(
                                new Actual(new InstanceId(service, 0), fence, Status.RUNNING),
                                new Actual(new InstanceId(service, 1), fence.nextRun(), Status.RUNNING)))) {
            var told = cluster.expect(Downward.Tell.class);
            assertThat(told.instances()).containsExactly(new InstanceId(service, 1));
            assertThat(join(root.services().addInstance(service))).isEqualTo(2);
            assertThat(cluster.takesOne().instance()).isEqualTo(new InstanceId(service, 2));
        }
    }

    @Test
    void placesInstancesElsewhereWhenTheirClusterIsLost() throws Exception {
        root.restart(Duration.ofSeconds(1));
        var service = service();
        var lost = root.cluster("lost").hello();
        join(root.services().addInstance(service));
        lost.runs(lost.takesOne());
        awaitInstance(service, 0, view -> view.status() == Status.RUNNING);
        var installation = root.parts().installation();
        var id = root.parts().clusters().all().getFirst().id().value();
        try (var other = root.cluster("other").hello()) {
            lost.close();
            var assignment = other.takesOne();
            assertThat(assignment.fence()).isEqualTo(new Fence(2, 0, 0));
            other.runs(assignment);
            awaitInstance(service, 0, view -> view.clusterName().equals("other") && view.status() == Status.RUNNING);

            try (var back = root.cluster("lost").hello(Optional.of(installation), Optional.of(id), 1, List.of())) {
                back.say(new Upward.Ask(
                        List.of(new Actual(new InstanceId(service, 0), new Fence(1, 1, 1), Status.RUNNING))));
                assertThat(back.expect(Downward.Judged.class).verdict()).isEqualTo(Verdict.REPLACED);
            }
        }
    }

    @Test
    void keepsAnInstanceOnTheOnlyClusterThatComesBack() throws Exception {
        root.restart(Duration.ofSeconds(1));
        var service = service();
        var only = root.cluster("only").hello();
        join(root.services().addInstance(service));
        only.runs(only.takesOne());
        awaitInstance(service, 0, view -> view.status() == Status.RUNNING);
        var id = root.parts().clusters().all().getFirst().id().value();
        only.close();
        awaitInstance(service, 0, view -> view.detail().message().contains("silent"));

        var there = new Actual(new InstanceId(service, 0), new Fence(1, 1, 1), Status.RUNNING);
        try (var back = root.cluster("only")
                .hello(Optional.of(root.parts().installation()), Optional.of(id), 1, List.of(there))) {
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
        var cluster = root.cluster("munich").hello();
        join(root.services().addInstance(service));
        var assignment = cluster.takesOne();
        cluster.runs(assignment);
        awaitInstance(service, 0, view -> view.status() == Status.RUNNING);
        var id = root.parts().clusters().all().getFirst().id().value();
        cluster.close();

        join(root.services().removeInstance(service, 0));
        join(root.services().removeInstance(service, 0));

        var there = new Actual(assignment.instance(), new Fence(1, 1, 1), Status.RUNNING);
        try (var back = root.cluster("munich")
                .hello(Optional.of(root.parts().installation()), Optional.of(id), 1, List.of(there))) {
            var stop = back.expect(Downward.Stop.class);
            assertThat(stop.instance()).isEqualTo(assignment.instance());
            back.say(new Upward.Stopped(stop.instance(), stop.fence()));
            await().atMost(PATIENCE)
                    .until(() -> root.services()
                            .find(service)
                            .orElseThrow()
                            .instances()
                            .isEmpty());
        }
    }

    @Test
    void deletesAServiceWhenItsLastInstanceHasStopped() {
        try (var cluster = root.cluster("munich").hello()) {
            var service = service();
            join(root.services().addInstance(service));
            var assignment = cluster.takesOne();

            join(root.services().delete(service));

            assertThat(root.services().find(service)).isEmpty();
            var stop = cluster.expect(Downward.Stop.class);
            assertThat(stop.fence()).isEqualTo(assignment.fence());
            cluster.say(new Upward.Stopped(stop.instance(), stop.fence()));
            await().atMost(PATIENCE)
                    .until(() -> root.store().rows().list("root-service").isEmpty());
            cluster.say(new Upward.Ask(List.of(new Actual(assignment.instance(), new Fence(1, 1, 1), Status.RUNNING))));
            assertThat(cluster.expect(Downward.Judged.class).verdict()).isEqualTo(Verdict.GONE);
        }
    }

    @Test
    void forgetsWhatIsGoneForLongAndStillSaysThatItIsGone() throws Exception {
        root.restart(RootSettings.DEFAULT_CLUSTER_LOST_AFTER, Duration.ofSeconds(1));
        var service = service();
        var instance = new InstanceId(service, 0);
        try (var cluster = root.cluster("munich").hello()) {
            join(root.services().addInstance(service));
            var assignment = cluster.takesOne();
            cluster.runs(assignment);
            awaitInstance(service, 0, view -> view.status() == Status.RUNNING);
            join(root.services().delete(service));
            var stop = cluster.expect(Downward.Stop.class);
            cluster.say(new Upward.Stopped(stop.instance(), stop.fence()));

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(List.of(
                                    Journal.events(root.store(), instance.toString()),
                                    Journal.events(root.store(), service.value())))
                            .containsExactly(0L, 1L));

            cluster.reports(instance, new Fence(1, 1, 1), Status.RUNNING);
            cluster.say(new Upward.Ask(List.of(new Actual(instance, new Fence(1, 1, 1), Status.RUNNING))));
            assertThat(cluster.expect(Downward.Judged.class).verdict()).isEqualTo(Verdict.GONE);
            assertThat(root.services().find(service)).isEmpty();
            assertThat(Journal.events(root.store(), instance.toString())).isZero();
        }
        assertThat(root.services()
                        .create(service, APPLICATION, "Admin", Descriptors.simulated(), Map.of())
                        .toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("not used again");
    }

    @Test
    void readsALogOverAConnectionThatTheClusterOpens() {
        try (var cluster = root.cluster("munich").hello()) {
            var service = service();
            join(root.services().addInstance(service));
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
        join(root.services().addInstance(service));
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
        try (var cluster = root.cluster("stranger")) {
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

    private ServiceId service() {
        var bytes = new byte[12];
        ThreadLocalRandom.current().nextBytes(bytes);
        var id = new ServiceId(HexId.of(bytes));
        join(root.services()
                .create(id, APPLICATION, "Admin", Descriptors.simulated(), Map.of("microservice_name", "web")));
        return id;
    }

    private InstanceView awaitInstance(ServiceId service, int number, Predicate<InstanceView> condition) {
        return await().atMost(PATIENCE)
                .until(
                        () -> root.services().find(service).orElseThrow().instances().stream()
                                .filter(view -> view.number() == number && condition.test(view))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
