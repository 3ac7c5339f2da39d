package holm.worker;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Fence;
import holm.domain.InstallationId;
import holm.domain.Status;
import holm.domain.Virtualization;
import holm.domain.message.Actual;
import holm.domain.message.Assignment;
import holm.domain.message.Downward;
import holm.domain.message.LogLine;
import holm.domain.message.LogQuery;
import holm.domain.message.Report;
import holm.domain.message.Upward;
import holm.domain.message.Verdict;
import holm.domain.message.Wanted;
import holm.wire.http.Readiness;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Sink;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole worker against a cluster that the test plays, over real Artery, with simulated instances. */
class WorkerTierTest {
    private static final Fence PLACED = new Fence(1, 1, 0);
    private static final Fence PLACED_AGAIN = new Fence(1, 2, 0);

    @TempDir
    private Path directory;

    private final ActorTestKit kit = ActorTestKit.create();
    private FakeCluster cluster;
    private SimulatedWorker worker;

    @BeforeEach
    void start() throws Exception {
        cluster = new FakeCluster(kit);
        startWorker();
    }

    @AfterEach
    void stop() throws Exception {
        worker.close();
        cluster.close();
        kit.shutdownTestKit();
    }

    @Test
    void saysWhatItHas() {
        var hello = cluster.hello();
        assertThat(hello.installation()).isEmpty();
        assertThat(hello.id()).isEmpty();
        assertThat(hello.self().name()).isEqualTo("edge-1");
        assertThat(hello.self().virtualizations()).containsExactly(Virtualization.SIMULATED);
        assertThat(hello.self().capacity().memoryMebiBytes()).isPositive();
        assertThat(hello.self().cores()).contains(Runtime.getRuntime().availableProcessors());
        cluster.welcome();
        assertThat(cluster.expect(Upward.Capacity.class).self().id()).isEqualTo(FakeCluster.WORKER);
    }

    @Test
    void bringsAnInstanceFromWantedToRunning() {
        cluster.join();
        cluster.wants(List.of(new Wanted(Samples.INSTANCE, PLACED)));
        assertThat(cluster.expect(Upward.Want.class).instances()).containsExactly(Samples.INSTANCE);
        cluster.say(new Downward.Deploy(Samples.service(PLACED)));
        assertThat(cluster.report(Status.CREATING).fence()).isEqualTo(PLACED.nextRun());
        var running = cluster.report(Status.RUNNING);
        assertThat(running.fence()).isEqualTo(PLACED.nextRun());
        assertThat(running.whereabouts()).hasValueSatisfying(where -> {
            assertThat(where.workerId()).isEqualTo(FakeCluster.WORKER);
            assertThat(where.workerName()).isEqualTo("edge-1");
            assertThat(where.startedAtMillis()).isPresent();
        });
        assertThat(cluster.expect(Upward.Used.class, used -> !used.samples().isEmpty())
                        .samples())
                .singleElement()
                .satisfies(usage -> assertThat(usage.instance()).isEqualTo(Samples.INSTANCE));
    }

    @Test
    void startsADeployThatComesTwiceOnce() {
        var first = run(Samples.service(PLACED));
        cluster.say(new Downward.Deploy(Samples.service(PLACED)));
        assertThat(cluster.expect(Upward.Reported.class).report()).isEqualTo(first);
    }

    @Test
    void stopsWhatItIsToldToStop() {
        run(Samples.service(PLACED));
        cluster.say(new Downward.Stop(Samples.INSTANCE, PLACED));
        cluster.report(Status.UNDEPLOYED);
        assertThat(cluster.expect(Upward.Stopped.class).fence()).isEqualTo(PLACED);
        cluster.say(new Downward.Stop(Samples.INSTANCE, PLACED));
        assertThat(cluster.expect(Upward.Stopped.class).fence()).isEqualTo(PLACED);
        cluster.say(new Downward.Deploy(Samples.service(PLACED)));
        cluster.say(new Downward.Deploy(Samples.service(PLACED_AGAIN)));
        assertThat(cluster.expect(Upward.Reported.class).report().fence()).isEqualTo(PLACED_AGAIN.nextRun());
    }

    @Test
    void stopsNothingBecauseItStandsInNoSet() {
        run(Samples.service(PLACED));
        cluster.wants(List.of());
        assertThat(cluster.expect(Upward.Ask.class).instances())
                .containsExactly(new Actual(Samples.INSTANCE, PLACED.nextRun(), Status.RUNNING));
        cluster.say(new Downward.Judged(Samples.INSTANCE, PLACED.nextRun(), Verdict.UNKNOWN));
        cluster.say(new Downward.Tell(List.of(Samples.INSTANCE)));
        cluster.report(Status.RUNNING);
        cluster.say(new Downward.Judged(Samples.INSTANCE, PLACED.nextRun(), Verdict.GONE));
        cluster.report(Status.UNDEPLOYED);
    }

    @Test
    void refusesWhatItHasNoRuntimeFor() {
        cluster.join();
        var container = new Assignment(Samples.INSTANCE, PLACED, Samples.descriptor(Virtualization.CONTAINER), 0);
        cluster.say(new Downward.Deploy(container));
        assertThat(cluster.expect(Upward.Refused.class).reasons())
                .singleElement()
                .asString()
                .contains("docker");
    }

    @Test
    void reportsHowAOneShotEnded() {
        cluster.join();
        cluster.say(new Downward.Deploy(Samples.oneShot(PLACED, 1, "SIM_RUN_TIME=50ms", "SIM_EXIT_CODE=3")));
        assertThat(cluster.report(Status.DEAD).detail().exitCode()).contains(3);
        var last = cluster.expect(
                Upward.Reported.class,
                told -> told.report().fence().run() == 2
                        && told.report().status().isEnd());
        assertThat(last.report().status()).isEqualTo(Status.DEAD);
    }

    @Test
    void adoptsWhatItRanBeforeItWasStartedAgain() throws Exception {
        var before = run(Samples.service(PLACED));
        worker.close();
        startWorker();
        var hello = cluster.hello();
        assertThat(hello.installation()).contains(FakeCluster.INSTALLATION);
        assertThat(hello.id()).contains(FakeCluster.WORKER);
        assertThat(hello.generation()).isEqualTo(1);
        cluster.welcome();
        assertThat(cluster.actual()).containsExactly(new Actual(Samples.INSTANCE, PLACED.nextRun(), Status.RUNNING));
        cluster.say(new Downward.Tell(List.of(Samples.INSTANCE)));
        assertThat(cluster.report(Status.RUNNING)).isEqualTo(before);
    }

    @Test
    void tellsWhatEndedWhileItWasAway() throws Exception {
        cluster.join();
        cluster.say(new Downward.Deploy(Samples.oneShot(PLACED, 0, "SIM_RUN_TIME=1s")));
        cluster.report(Status.RUNNING);
        worker.close();
        startWorker();
        cluster.join();
        cluster.report(Status.COMPLETED);
    }

    @Test
    void keepsEverythingWhenAForeignInstallationWelcomesIt() throws Exception {
        run(Samples.service(PLACED));
        worker.close();
        startWorker();
        cluster.hello();
        cluster.say(
                new Downward.Welcome(new InstallationId("cccccccccccccccccccccccc"), FakeCluster.WORKER, 1, "test"));
        assertThat(cluster.closed().reason()).contains("installation");
        cluster.join();
        assertThat(cluster.actual()).hasSize(1);
    }

    @Test
    void keepsEverythingWhenTheClusterHasAnOlderDatabase() throws Exception {
        run(Samples.service(PLACED));
        worker.close();
        startWorker();
        cluster.hello();
        cluster.say(new Downward.Welcome(FakeCluster.INSTALLATION, FakeCluster.WORKER, 0, "test"));
        assertThat(cluster.closed().reason()).contains("generation");
        cluster.hello();
        cluster.say(new Downward.Rejected("worker-elsewhere", "this name is taken"));
        cluster.closed();
        Awaitility.await()
                .untilAsserted(() -> assertThat(worker.readiness())
                        .isInstanceOfSatisfying(
                                Readiness.NotReady.class,
                                no -> assertThat(no.reason()).contains("this name is taken")));
        cluster.join();
        assertThat(cluster.actual()).hasSize(1);
    }

    @Test
    void isBackSoonAfterItsClusterIs() {
        run(Samples.service(PLACED));
        cluster.close();
        cluster.start();
        var ready = Instant.now();
        cluster.hello();
        assertThat(Duration.between(ready, Instant.now())).isLessThan(Duration.ofSeconds(5));
        cluster.welcome();
        assertThat(cluster.actual()).containsExactly(new Actual(Samples.INSTANCE, PLACED.nextRun(), Status.RUNNING));
    }

    @Test
    void bringsALog() throws Exception {
        cluster.join();
        cluster.say(new Downward.Deploy(Samples.service(PLACED, "SIM_OUTPUT=line {n}", "SIM_OUTPUT_EVERY=10ms")));
        cluster.report(Status.RUNNING);
        var lines = cluster.desk().expect("r1").map(LogLine::text).take(20).runWith(Sink.seq(), cluster.system());
        cluster.say(
                new Downward.OpenLog("r1", Samples.INSTANCE, new LogQuery(Optional.empty(), Optional.empty(), true)));
        assertThat(lines.toCompletableFuture().get())
                .startsWith("line 1", "line 2")
                .endsWith("line 20");
    }

    @Test
    void servesHealthAndMeasurements() throws Exception {
        cluster.hello();
        assertThat(worker.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(worker.get("/health/ready").statusCode()).isEqualTo(503);
        cluster.welcome();
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(worker.get("/health/ready").statusCode()).isEqualTo(200));
        cluster.say(new Downward.Deploy(Samples.service(PLACED)));
        cluster.report(Status.RUNNING);
        Awaitility.await()
                .untilAsserted(() -> assertThat(worker.get("/metrics").body())
                        .contains("holm_instances{status=\"RUNNING\",tier=\"worker\",worker=\"edge-1\"} 1.0"));
    }

    private void startWorker() throws Exception {
        worker = SimulatedWorker.start(directory, cluster.address(), SimulatedWorker.NO_NETWORKS);
    }

    private Report run(Assignment assignment) {
        cluster.join();
        cluster.say(new Downward.Deploy(assignment));
        return cluster.report(Status.RUNNING);
    }
}
