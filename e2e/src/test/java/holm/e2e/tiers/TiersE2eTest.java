package holm.e2e.tiers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.e2e.support.ApiClient;
import holm.e2e.support.HolmProcess;
import holm.e2e.support.Installation;
import holm.e2e.support.LocalImage;
import holm.e2e.support.OwnHolm;
import holm.e2e.support.PodmanView.Container;
import holm.e2e.support.Scrape;
import holm.testing.Documents;
import holm.testing.Needs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code holm root}, {@code holm cluster} and {@code holm worker}: each may be killed, and nothing that runs is disturbed. */
@Needs.Root
@Needs.Podman
class TiersE2eTest {
    private static final int CONTAINERS = 2;
    private static final int SIMULATED = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The promise: a worker is back within this time of its orchestrator being ready. */
    private static final Duration BACK_WITHIN = Duration.ofSeconds(5);

    @RegisterExtension
    static final OwnHolm HOLM = new OwnHolm("tier", 27_000);

    private static Installation holm;
    private static HolmProcess root;
    private static HolmProcess cluster;
    private static HolmProcess worker;
    private ApiClient api;
    private String containers;
    private String simulated;
    private Set<Container> before;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        holm = HOLM.get();
        root = holm.root();
        cluster = holm.cluster();
        worker = holm.worker();
        root.start().awaitReady();
        cluster.start();
        worker.start();
        cluster.awaitReady();
        worker.awaitReady();
    }

    @BeforeEach
    void deploy() throws IOException, InterruptedException {
        api = holm.api();
        containers = create("real", "container", LocalImage.code(holm.files()), CONTAINERS);
        simulated = create("light", "simulated", "simulated/stays", SIMULATED);
        awaitEverythingRuns();
        before = containers();
    }

    @AfterEach
    void leavesNothing() throws IOException, InterruptedException {
        api.deleteApplications();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(containers()).isEmpty();
            assertThat(holm.namespaces()).isEmpty();
        });
    }

    @Test
    void aWorkerIsBackSoonAfterItsOrchestratorWasKilled() throws IOException, InterruptedException {
        cluster.killHard();
        assertThat(containers()).isEqualTo(before);
        var ready = cluster.start().awaitReady();
        await().atMost(BACK_WITHIN)
                .pollInterval(Duration.ofMillis(50))
                .until(TiersE2eTest::liveWorkers, live -> live == 1);
        System.out.printf(
                "cluster killed: ready after %d ms, worker back %d ms later%n",
                ready.toMillis(), cluster.age().minus(ready).toMillis());

        awaitEverythingRuns();
        assertThat(containers()).as("adopted, not restarted").isEqualTo(before);
        scaleUpByOne();
    }

    @Test
    void aKilledWorkerAdoptsWhatRuns() throws IOException, InterruptedException {
        worker.killHard();
        assertThat(containers()).isEqualTo(before);
        worker.start().awaitReady();
        await().atMost(PATIENCE).until(TiersE2eTest::liveWorkers, live -> live == 1);

        awaitEverythingRuns();
        assertThat(containers()).as("adopted, not restarted").isEqualTo(before);
        scaleUpByOne();
    }

    @Test
    void whileTheRootIsDownEverythingRunsOn() throws IOException, InterruptedException {
        root.killHard();
        assertThat(containers()).isEqualTo(before);
        root.start().awaitReady();
        api = holm.api();

        awaitEverythingRuns();
        assertThat(containers()).as("adopted, not restarted").isEqualTo(before);
        scaleUpByOne();
    }

    @Test
    void whatIsDeletedWhileAWorkerIsDownIsStoppedWhenItIsBack() throws IOException, InterruptedException {
        worker.killHard();
        api.put("/api/service/" + containers + "/replicas", Map.of("replicas", 1))
                .ok();
        worker.start().awaitReady();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(containers()).hasSize(1).isSubsetOf(before));
    }

    @Test
    void aRestartOfTheMachineStartsEverythingAgain() throws IOException, InterruptedException {
        holm.loseTheMachine();
        assertThat(containers()).isEmpty();
        root.start();
        cluster.start();
        worker.start();
        root.awaitReady();
        cluster.awaitReady();
        worker.awaitReady();
        api = holm.api();

        awaitEverythingRuns();
        assertThat(instances(containers())).isEqualTo(instances(before));
        assertThat(containers()).doesNotContainAnyElementsOf(before);
        scaleUpByOne();
    }

    /** Whoever came back does not only look well, but works. */
    private void scaleUpByOne() throws IOException, InterruptedException {
        api.put("/api/service/" + containers + "/replicas", Map.of("replicas", CONTAINERS + 1))
                .ok();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(statuses(containers)).hasSize(CONTAINERS + 1).containsOnly("RUNNING");
            assertThat(containers()).hasSize(CONTAINERS + 1);
        });
    }

    private void awaitEverythingRuns() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(statuses(containers)).hasSize(CONTAINERS).containsOnly("RUNNING");
            assertThat(statuses(simulated)).hasSize(SIMULATED).containsOnly("RUNNING");
            assertThat(instances(containers())).hasSize(CONTAINERS);
            assertThat(holm.podman().running()).hasSize(CONTAINERS);
        });
    }

    private String create(String name, String virtualization, String code, int replicas)
            throws IOException, InterruptedException {
        var service = Documents.service("web");
        service.put("vcpus", 0);
        service.put("memory", 32);
        service.put("virtualization", virtualization);
        service.put("code", code);
        service.put("cmd", virtualization.equals("container") ? LocalImage.STAY : List.of());
        var id = api.create(name, service);
        api.put("/api/service/" + id + "/replicas", Map.of("replicas", replicas))
                .ok();
        return id;
    }

    private List<String> statuses(String service) throws IOException, InterruptedException {
        return api.instances(service).stream()
                .map(instance -> instance.path("status").asText())
                .toList();
    }

    private static Set<Container> containers() throws IOException, InterruptedException {
        return Set.copyOf(holm.podman().running());
    }

    private static Set<String> instances(Set<Container> running) {
        return running.stream().map(Container::instance).collect(Collectors.toCollection(TreeSet::new));
    }

    private static int liveWorkers() throws IOException, InterruptedException {
        return (int) Scrape.of(holm.ports().cluster()).sum("holm_workers", "state=\"live\"");
    }
}
