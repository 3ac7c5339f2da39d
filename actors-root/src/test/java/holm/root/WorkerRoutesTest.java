package holm.root;

import static holm.root.RunningRoot.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import holm.domain.Candidate;
import holm.domain.Refusal;
import holm.domain.Resources;
import holm.domain.Virtualization;
import holm.domain.WorkerId;
import holm.domain.address.IpAddress;
import holm.domain.address.NodeSubnet;
import holm.domain.message.Downward;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.message.Upward;
import holm.overlay.address.PoolId;
import holm.root.address.AddressPoolCommand;
import holm.root.address.AddressPoolEntity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers are asked for at their cluster, over its link, and what a removed one had goes back to the pools. */
class WorkerRoutesTest {
    private static final WorkerId FIRST = new WorkerId("0000000000000000000000e1");
    private static final WorkerId SECOND = new WorkerId("0000000000000000000000e2");

    @TempDir
    private static Path directory;

    private static RunningRoot root;
    private static ApiClient admin;
    private static int clusters;
    private ScriptedCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        root = new RunningRoot(directory);
        admin = new ApiClient(root.httpPort()).admin();
    }

    @AfterAll
    static void stop() {
        root.close();
    }

    @BeforeEach
    void connect() {
        cluster = root.cluster("munich" + ++clusters).hello();
    }

    @AfterEach
    void disconnect() {
        cluster.close();
    }

    @Test
    void listsTheWorkersOfAllPagesByName() {
        var answer = later(() -> admin.get(workers()));
        var request = cluster.expect(Downward.ListWorkers.class).request();
        cluster.say(new Upward.Workers("0123456789abcdef01234567", List.of(worker(FIRST, "stranger")), true));
        cluster.say(new Upward.Workers(request, List.of(worker(SECOND, "w2")), false));
        cluster.say(new Upward.Workers(request, List.of(worker(FIRST, "w1")), true));

        var shown = answer.join().json();
        assertThat(shown)
                .extracting(worker -> worker.path("worker_name").asText())
                .containsExactly("w1", "w2");
        assertThat(shown.path(0).path("_id").asText()).isEqualTo(FIRST.value());
        assertThat(shown.path(0).path("active").asBoolean()).isFalse();
        assertThat(StreamSupport.stream(shown.path(0).path("virtualization").spliterator(), false)
                        .map(JsonNode::asText))
                .containsExactly("docker", "unikernel");
    }

    @Test
    void removesAWorkerWhenItsClusterSaysSo() {
        var answer = later(() -> admin.delete(workers() + "/" + FIRST));
        var asked = cluster.expect(Downward.RemoveWorker.class);
        assertThat(asked.worker()).isEqualTo(FIRST);
        assertThat(answer).isNotDone();
        cluster.say(new Upward.WorkerRemoved(asked.request(), Optional.empty()));
        cluster.say(new Upward.WorkerRemoved(asked.request(), Optional.empty()));
        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(answer.join().json().path("message").asText()).isEqualTo("Worker removed");
    }

    @Test
    void passesOnWhyItsClusterDoesNotRemoveIt() {
        var answer = later(() -> admin.delete(workers() + "/" + FIRST));
        cluster.say(new Upward.WorkerRemoved(
                cluster.expect(Downward.RemoveWorker.class).request(),
                Optional.of(new Refusal(
                        Refusal.Kind.CONFLICT, "worker-has-instances", "2 instances", "worker", "delete them"))));
        assertThat(answer.join().status()).isEqualTo(409);
        assertThat(answer.join().json().path("code").asText()).isEqualTo("worker-has-instances");
        assertThat(answer.join().json().path("field").asText()).isEqualTo("worker");
        assertThat(answer.join().json().path("hint").asText()).isEqualTo("delete them");
    }

    @Test
    void asksNoClusterThatIsAway() {
        var path = workers();
        cluster.close();
        await().atMost(PATIENCE)
                .until(() -> !admin.get("/api/clusters/active")
                        .body()
                        .contains(cluster.id().value()));
        for (var refused : List.of(admin.get(path), admin.delete(path + "/" + FIRST))) {
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().path("code").asText()).isEqualTo("cluster-away");
            assertThat(refused.json().path("message").asText()).contains("munich", "not connected");
        }
    }

    @Test
    void takesTheSubnetOfARemovedWorkerBackAndGivesItToNobodyBeforeItRested() {
        var had = subnet(FIRST, Optional.empty());
        giveBack(FIRST);
        giveBack(FIRST);
        assertThat(preview(PoolId.SUBNET_V4))
                .doesNotContainAnyElementsOf(had.v4().stream().toList());
        assertThat(preview(PoolId.SUBNET_V6)).doesNotContain(had.v6());
        assertThat(subnet(SECOND, Optional.of(had)))
                .as("who comes back under another id has to wait like anybody")
                .satisfies(other -> {
                    assertThat(other.v4()).isPresent().isNotEqualTo(had.v4());
                    assertThat(other.v6()).isNotEqualTo(had.v6());
                });
        giveBack(FIRST);
        assertThat(subnet(SECOND, Optional.empty()))
                .as("a late one takes nothing from others")
                .isNotEqualTo(had);
        assertThat(subnet(FIRST, Optional.of(had))).as("nobody else has it").isEqualTo(had);
    }

    @Test
    void takesNothingFromTheWorkerOfAnotherCluster() {
        var had = subnet(FIRST, Optional.empty());
        try (var other = root.cluster("paris").hello()) {
            other.say(new Upward.Overlay(new OverlayRequest.SubnetReturned(FIRST)));
            assertThat(other.expect(Downward.Overlay.class).update()).isEqualTo(new OverlayUpdate.SubnetTaken(FIRST));
        }
        assertThat(subnet(FIRST, Optional.empty())).isEqualTo(had);
    }

    private void giveBack(WorkerId worker) {
        cluster.say(new Upward.Overlay(new OverlayRequest.SubnetReturned(worker)));
        assertThat(cluster.expect(Downward.Overlay.class).update()).isEqualTo(new OverlayUpdate.SubnetTaken(worker));
    }

    private NodeSubnet subnet(WorkerId worker, Optional<NodeSubnet> held) {
        cluster.say(new Upward.Overlay(new OverlayRequest.SubnetWanted(worker, held)));
        return switch (cluster.expect(Downward.Overlay.class).update()) {
            case OverlayUpdate.SubnetGiven(var who, var given) when who.equals(worker) -> given;
            case OverlayUpdate other -> throw new AssertionError(other);
        };
    }

    private List<IpAddress> preview(PoolId pool) {
        return ClusterSharding.get(root.parts().system())
                .entityRefFor(AddressPoolEntity.TYPE, pool.value())
                .<List<IpAddress>>ask(replyTo -> new AddressPoolCommand.Preview(3, replyTo), PATIENCE)
                .toCompletableFuture()
                .join();
    }

    private String workers() {
        return "/api/clusters/%s/workers".formatted(cluster.id());
    }

    private static CompletableFuture<ApiClient.Answer> later(java.util.function.Supplier<ApiClient.Answer> call) {
        return CompletableFuture.supplyAsync(call, task -> Thread.ofVirtual().start(task));
    }

    private static Candidate worker(WorkerId id, String name) {
        var resources = new Resources(40_000, 2_048, 10_000, 0);
        return new Candidate(
                id.value(),
                name,
                false,
                1,
                resources,
                resources,
                Map.of(),
                Set.of(Virtualization.CONTAINER, Virtualization.UNIKERNEL),
                Set.of("amd64"),
                Map.of(),
                "",
                "",
                0,
                0,
                List.of(),
                Optional.of(4),
                List.of());
    }
}
