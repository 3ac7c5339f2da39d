package holm.cluster;

import static holm.cluster.RunningCluster.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.cluster.scripted.ScriptedRoot;
import holm.cluster.scripted.ScriptedWorker;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Refusal;
import holm.domain.Resources;
import holm.domain.ServiceId;
import holm.domain.Status;
import holm.domain.WorkerId;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import holm.domain.message.Assignment;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.message.Upward;
import holm.domain.route.Coordinate;
import holm.domain.route.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that will not come back is removed, its subnet goes back to the root, and nobody lives on under its id. */
class WorkerRemovalTest {
    private static final Resources SMALL = new Resources(1_000, 1_024, 0, 0);
    private static final InstanceId A = new InstanceId(new ServiceId("0123456789abcdef01234567"), 0);
    private static final ClusterSettings.Patience SHORT = new ClusterSettings.Patience(
            Duration.ofMillis(1_500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(90),
            Duration.ofHours(1),
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
    void removesOnlyAWorkerThatIsGivenUpAndHasNoInstances() {
        var worker = worker("w1");
        assertThat(code(root.remove(worker.id()))).isEqualTo("worker-connected");
        root.deploy(new Assignment(A, new Fence(1, 0, 0), Descriptors.service(), 0));
        root.awaitStatus(A, Status.RUNNING);
        worker.disconnect(cluster.member());
        assertThat(code(root.remove(worker.id()))).isEqualTo("worker-expected");
        await().atMost(PATIENCE)
                .until(() -> code(root.remove(worker.id())), code -> code.equals("worker-has-instances"));
        assertThat(root.workers()).containsExactly("w1");
        root.stop(A);
        assertThat(root.await1(Upward.Stopped.class).instance()).isEqualTo(A);
        awaitRemoval(worker);
        assertThat(root.workers()).isEmpty();
        assertThat(code(root.remove(worker.id()))).as("a second time").isEqualTo("unknown-worker");
        assertThat(code(root.remove("0123456789abcdef01234567"))).isEqualTo("unknown-worker");
    }

    @Test
    void removesAWorkerWithWhatEndedThereAndDeletesThatAfterwards() {
        var worker = worker("w1");
        root.deploy(new Assignment(A, new Fence(1, 0, 0), Descriptors.oneShot(0), 0));
        root.awaitStatus(A, Status.RUNNING);
        worker.report(A, Status.COMPLETED);
        root.awaitStatus(A, Status.COMPLETED);
        worker.disconnect(cluster.member());
        awaitRemoval(worker);
        assertThat(root.report(A).orElseThrow().status()).isEqualTo(Status.COMPLETED);
        root.stop(A);
        assertThat(root.await1(Upward.Stopped.class).instance()).isEqualTo(A);
    }

    @Test
    void asksTheRootToTakeTheSubnetUntilItSaysSo() throws Exception {
        var worker = worker("w1");
        var removed = new WorkerId(worker.id());
        root.say(new OverlayUpdate.SubnetGiven(removed, subnet(1)));
        worker.disconnect(cluster.member());
        awaitRemoval(worker);
        root.awaitOverlay(
                OverlayRequest.SubnetReturned.class, said -> said.worker().equals(removed));

        root.forgetWhatWasHeard();
        cluster.restart();
        root.awaitOverlay(
                OverlayRequest.SubnetReturned.class, said -> said.worker().equals(removed));
        assertThat(root.workers()).as("it is not seen meanwhile").isEmpty();

        root.say(new OverlayUpdate.SubnetTaken(removed));
        root.say(new OverlayUpdate.SubnetTaken(removed));
        await().atMost(PATIENCE).until(() -> cluster.isListedNowhere(removed));
        root.say(new OverlayUpdate.SubnetGiven(removed, subnet(1)));
        root.forgetWhatWasHeard();
        root.awaitOverlay(
                OverlayRequest.SubnetReturned.class, said -> said.worker().equals(removed));
    }

    @Test
    void isReachedByNobodyAndComesBackAsANewWorkerWithoutWhatTheOldOneHad() {
        var worker = worker("w1");
        var other = worker("w2");
        reachedAt(worker, 1);
        reachedAt(other, 2);
        root.deploy(new Assignment(A, new Fence(1, 0, 0), Descriptors.service(), 0));
        root.awaitStatus(A, Status.RUNNING);
        var lost = worker.running().contains(A) ? worker : other;
        var stays = lost == worker ? other : worker;
        var removed = new WorkerId(lost.id());
        await().atMost(PATIENCE)
                .until(() -> stays.updates(OverlayUpdate.Peers.class).stream()
                        .flatMap(peers -> peers.present().stream())
                        .anyMatch(peer -> peer.worker().equals(removed)));
        lost.disconnect(cluster.member());
        await().atMost(PATIENCE).until(() -> stays.running().contains(A));
        awaitRemoval(lost);
        await().atMost(PATIENCE)
                .until(() -> stays.updates(OverlayUpdate.Peers.class).stream()
                        .anyMatch(peers -> peers.gone().contains(removed)));
        root.awaitOverlay(OverlayRequest.Left.class, left -> left.workers().contains(removed));

        lost.forgetWhatWasHeard();
        lost.connect(cluster.member()).awaitWelcome();
        assertThat(lost.id()).isNotEqualTo(removed.value());
        await().atMost(PATIENCE).until(() -> lost.running().isEmpty());
        assertThat(stays.running()).containsExactly(A);
        await().atMost(PATIENCE).until(() -> root.workers().equals(List.of("w1", "w2")));
        var anew = new WorkerId(lost.id());
        lost.ask(new OverlayRequest.SubnetWanted(anew, Optional.of(subnet(1))));
        root.awaitOverlay(
                OverlayRequest.SubnetWanted.class, asked -> asked.worker().equals(anew));
        assertThat(lost.updates(OverlayUpdate.SubnetGiven.class))
                .as("the root decides")
                .isEmpty();
    }

    private void reachedAt(ScriptedWorker worker, int number) {
        var id = new WorkerId(worker.id());
        worker.ask(new OverlayRequest.SubnetWanted(id, Optional.empty()));
        root.say(new OverlayUpdate.SubnetGiven(id, subnet(number)));
        worker.ask(
                new OverlayRequest.Here(id, "192.0.2." + number, Peer.DEFAULT_PORT, subnet(number), Coordinate.ORIGIN));
        root.awaitOverlay(OverlayRequest.Here.class, here -> here.worker().equals(id));
    }

    private void awaitRemoval(ScriptedWorker worker) {
        var id = worker.id();
        await().atMost(PATIENCE).until(() -> root.remove(id).isEmpty());
    }

    private ScriptedWorker worker(String name) {
        var worker = new ScriptedWorker(name, SMALL).connect(cluster.member()).awaitWelcome();
        await().atMost(PATIENCE).until(() -> root.workers().contains(name));
        return worker;
    }

    private static String code(Optional<Refusal> refusal) {
        return refusal.map(Refusal::code).orElse("removed");
    }

    private static NodeSubnet subnet(int number) {
        return new NodeSubnet(
                Optional.of(Ipv4Address.parse("10.18.%d.0".formatted(number))),
                Ipv6Address.parse("fc00::%d00".formatted(number)));
    }
}
