package holm.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.domain.ApplicationId;
import holm.domain.Fence;
import holm.domain.ServiceId;
import holm.domain.Status;
import holm.domain.WorkerId;
import holm.domain.address.AddressPair;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import holm.domain.descriptor.ServiceName;
import holm.domain.message.Downward;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.message.Upward;
import holm.domain.route.Question;
import holm.domain.route.RouteTable;
import holm.overlay.WaitingNetworks;
import holm.overlay.agent.Plane;
import holm.overlay.balance.BalancingPolicies;
import holm.overlay.testing.NoProber;
import holm.overlay.testing.RecordingPlane;
import holm.worker.overlay.OverlayPart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The overlay of a whole worker, over a data plane without a kernel, against a cluster that the test plays. */
class WorkerOverlayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final WorkerId SELF = new WorkerId(FakeCluster.WORKER);
    private static final ServiceId SERVICE = Samples.INSTANCE.service();
    private static final Fence PLACED = new Fence(1, 1, 0);
    private static final String ADDRESS = "10.30.0.1";
    private static final NodeSubnet SUBNET =
            new NodeSubnet(Optional.of(Ipv4Address.parse("10.18.0.0")), Ipv6Address.parse("fc00::"));

    @TempDir
    private Path directory;

    private final ActorTestKit kit = ActorTestKit.create();
    private final WaitingNetworks networks = new WaitingNetworks(Duration.ofMinutes(1));
    private FakeCluster cluster;
    private RecordingPlane plane;
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
    void wantsTheTablesOfItsInstancesAndSaysWhatIsInstalled() {
        join();
        networks.open(SimulatedWorker.NO_NETWORKS);
        cluster.say(new Downward.Deploy(Samples.service(PLACED)));
        assertThat(expect(OverlayRequest.Interested.class).services()).isEqualTo(Map.of(SERVICE, 0L));
        cluster.say(new Downward.Overlay(routes(7)));
        assertThat(expect(OverlayRequest.Applied.class)).isEqualTo(new OverlayRequest.Applied(SERVICE, 7));
        assertThat(plane.installed(SERVICE)).isPresent();
    }

    @Test
    void resolvesWhatAPacketMisses() throws Exception {
        join();
        plane.miss(ADDRESS);
        plane.missed(new Plane.Missed(5, 4, 3, 2));
        assertThat(expect(OverlayRequest.Resolve.class).key()).isEqualTo(ADDRESS);
        cluster.say(new Downward.Overlay(new OverlayUpdate.Resolved(Question.ofAnybody(ADDRESS), SERVICE)));
        cluster.say(new Downward.Overlay(routes(7)));
        await().atMost(PATIENCE).until(() -> plane.resolvedAddresses().contains(ADDRESS));
        var metrics = metrics();
        assertThat(metrics)
                .contains("holm_overlay_misses_total{tier=\"worker\",worker=\"edge-1\"} 1")
                .contains("holm_overlay_updates_total{tier=\"worker\",worker=\"edge-1\"} 1")
                .contains("holm_overlay_held{tier=\"worker\",worker=\"edge-1\"} 5")
                .contains("holm_overlay_packets_total{outcome=\"returned\",tier=\"worker\",worker=\"edge-1\"} 4")
                .contains("holm_overlay_packets_total{outcome=\"refused\",tier=\"worker\",worker=\"edge-1\"} 3")
                .contains("holm_overlay_packets_total{outcome=\"dropped\",tier=\"worker\",worker=\"edge-1\"} 2")
                .contains("holm_overlay_tables{tier=\"worker\",worker=\"edge-1\"} 1")
                .contains(
                        "holm_overlay_resolve_time_seconds_count{outcome=\"found\",tier=\"worker\",worker=\"edge-1\"} 1");
    }

    @Test
    void hasItsSubnetAndItsTablesAfterARestartWithoutItsCluster() throws Exception {
        join();
        plane.miss(ADDRESS);
        expect(OverlayRequest.Resolve.class);
        cluster.say(new Downward.Overlay(new OverlayUpdate.Resolved(Question.ofAnybody(ADDRESS), SERVICE)));
        cluster.say(new Downward.Overlay(routes(7)));
        expect(OverlayRequest.Applied.class);
        await().atMost(PATIENCE)
                .until(() -> SimulatedWorker.state(directory)
                        .resolve("overlay/tables/" + SERVICE + ".json")
                        .toFile()
                        .exists());
        worker.close();
        cluster.close();
        startWorker();
        await().atMost(PATIENCE).until(() -> plane.installed(SERVICE).isPresent());
        assertThat(plane.subnet()).contains(SUBNET);
        cluster.start();
        cluster.join();
        assertThat(expect(OverlayRequest.SubnetWanted.class).held()).contains(SUBNET);
        assertThat(expect(OverlayRequest.Interested.class).services()).isEqualTo(Map.of(SERVICE, 7L));
    }

    @Test
    void saysThatAnInstanceWaitsForTheSubnet() {
        join();
        cluster.say(new Downward.Deploy(Samples.service(PLACED)));
        var waiting = cluster.expect(
                Upward.Reported.class,
                reported -> reported.report().detail().message().contains("waiting for this worker's subnet"));
        assertThat(waiting.report().status()).isEqualTo(Status.CREATING);
        networks.open(SimulatedWorker.NO_NETWORKS);
        cluster.report(Status.RUNNING);
    }

    private void join() {
        cluster.join();
        expect(OverlayRequest.SubnetWanted.class);
        cluster.say(new Downward.Overlay(new OverlayUpdate.SubnetGiven(SELF, SUBNET)));
        assertThat(expect(OverlayRequest.Here.class).subnet()).isEqualTo(SUBNET);
    }

    private static OverlayUpdate routes(long version) {
        var address = new AddressPair(Optional.of(Ipv4Address.parse(ADDRESS)), Optional.empty());
        var table = new RouteTable(
                SERVICE,
                new ServiceName("app", "ns", "web", "ns"),
                new ApplicationId("00000000000000000000000a"),
                false,
                version,
                Map.of("rr", address),
                List.of());
        return new OverlayUpdate.Routes(table, 1, 1, Set.of(), true);
    }

    private <T extends OverlayRequest> T expect(Class<T> type) {
        var said = cluster.expect(Upward.Overlay.class, overlay -> type.isInstance(overlay.request()));
        return type.cast(said.request());
    }

    private void startWorker() throws Exception {
        plane = new RecordingPlane();
        var overlay = new OverlayPart(plane, BalancingPolicies.found(), new NoProber());
        worker = SimulatedWorker.start(directory, cluster.address(), networks, Optional.of(overlay));
    }

    private String metrics() throws Exception {
        return worker.get("/metrics").body();
    }
}
