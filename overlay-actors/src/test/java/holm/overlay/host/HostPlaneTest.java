package holm.overlay.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import holm.domain.ApplicationId;
import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.AddressPair;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import holm.domain.address.Policies;
import holm.domain.descriptor.ServiceName;
import holm.domain.network.NetworkNeed;
import holm.domain.route.Endpoint;
import holm.domain.route.Peer;
import holm.domain.route.RouteTable;
import holm.overlay.Attachment;
import holm.overlay.agent.Plane;
import holm.overlay.agent.PlaneFailure;
import holm.overlay.balance.Destination;
import holm.overlay.balance.Mode;
import holm.overlay.balance.Target;
import holm.overlay.kernel.Command;
import holm.overlay.kernel.Inside;
import holm.overlay.network.NetworkSettings;
import holm.overlay.network.NodeAddresses;
import holm.overlay.plane.DataPlane;
import holm.overlay.plane.Underlay;
import holm.testing.Needs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data plane as an agent drives it, with packets, in a network namespace that stands for the machine. */
@Needs.Root
class HostPlaneTest {
    private static final String HOST = "hhostplane";
    private static final String ADDRESS = "10.30.0.1";
    private static final int PORT = 80;
    private static final int PATIENCE_MILLIS = 8_000;
    private static final NodeSubnet SUBNET = NodeAddresses.numbered(900);
    private static final NodeSubnet NEXT = NodeAddresses.numbered(901);
    private static final ServiceId SERVICE = new ServiceId("0123456789abcdef01234567");
    private static final InstanceId SERVER = new InstanceId(SERVICE, 0);
    private static final InstanceId CLIENT = new InstanceId(new ServiceId("0123456789abcdef0123c11e"), 0);

    @TempDir
    Path state;

    private final BlockingQueue<String> missed = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private Inside host;
    private HostPlane plane;

    @BeforeEach
    void build() throws Exception {
        host = Inside.make(HOST);
        Command.run("""
                link set lo up
                link add eth0 type bridge
                addr add 192.0.2.1/24 dev eth0
                link set eth0 up
                """, List.of("ip", "-netns", HOST, "-batch", "-"));
        plane = new HostPlane(settings(), Policies.BUILT_IN);
    }

    @AfterEach
    void remove() throws Exception {
        for (var one : open) {
            one.close();
        }
        host.call(() -> {
            plane.close();
            DataPlane.reset(new NetworkSettings(HOST, state, SUBNET));
            return true;
        });
        host.delete();
    }

    @Test
    void doesNothingBeforeItIsOpenAndSaysSo() {
        assertThat(plane.networks().obstacle(SERVER)).isPresent();
        assertThatThrownBy(() -> plane.peers(List.of())).isInstanceOf(PlaneFailure.class);
        assertThatThrownBy(() -> plane.install(List.of())).isInstanceOf(PlaneFailure.class);
        assertThat(plane.missed()).isEqualTo(Plane.Missed.NONE);
        assertThat(plane.remarks().toCompletableFuture()).isNotDone();
    }

    @Test
    void leadsAnAddressToItsTableUntilItIsRemoved() throws Exception {
        assertThat(opened()).isEqualTo(new Plane.Underlay("192.0.2.1", Peer.DEFAULT_PORT));
        assertThat(plane.networks().obstacle(SERVER)).isEmpty();
        assertThat(plane.remarks().toCompletableFuture()).isCompletedWithValue(List.of());
        var server = serving(attached(SERVER, false));
        var client = new Inside(attached(CLIENT, false).namespace().orElseThrow());
        open.add(client);
        install(1, server, Optional.empty());
        assertThat(ask(client, ADDRESS)).isEqualTo("served");
        assertThat(used()).containsExactly(SERVICE);
        host.call(() -> {
            plane.remove(List.of(SERVICE));
            return true;
        });
        assertThat(used()).isEmpty();
        assertThatThrownBy(() -> ask(client, ADDRESS)).isInstanceOf(IOException.class);
    }

    @Test
    void asksAboutAnAddressThatNobodyKnowsAndCountsWhatBecomesOfItsPackets() throws Exception {
        opened();
        var client = new Inside(attached(CLIENT, false).namespace().orElseThrow());
        open.add(client);
        var _ = CompletableFuture.runAsync(() -> askAndIgnore(client));
        assertThat(missed.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(ADDRESS);
        await().atMost(Duration.ofSeconds(5)).until(() -> plane.missed().held() > 0);
        host.call(() -> {
            plane.unknown(ADDRESS);
            return true;
        });
        await().atMost(Duration.ofSeconds(5)).until(() -> plane.missed().refused() > 0);
    }

    @Test
    void goesOnAfterARestartWithWhatIsInTheKernel() throws Exception {
        opened();
        var attachment = attached(SERVER, false);
        var client = new Inside(attached(CLIENT, false).namespace().orElseThrow());
        open.add(client);
        install(1, serving(attachment), Optional.empty());
        host.call(() -> {
            plane.close();
            plane = new HostPlane(settings(), Policies.BUILT_IN);
            plane.adopt(SUBNET);
            return true;
        });
        assertThat(host.call(() -> plane.networks().adopt()))
                .extracting(Attachment::instance)
                .containsExactlyInAnyOrder(SERVER, CLIENT);
        assertThat(attached(SERVER, false)).isEqualTo(attachment);
        assertThat(ask(client, ADDRESS)).as("before the tunnel is there").isEqualTo("served");
        opened();
        assertThat(ask(client, ADDRESS)).as("before the agent said anything").isEqualTo("served");
        // An older table than the kernel's changes nothing.
        install(0, List.of(), Optional.empty());
        assertThat(ask(client, ADDRESS)).isEqualTo("served");
    }

    @Test
    void adoptsNothingOnAMachineThatWasRestarted() throws Exception {
        host.call(() -> {
            plane.adopt(SUBNET);
            return true;
        });
        assertThat(plane.networks().obstacle(SERVER)).isPresent();
    }

    @Test
    void runsInstancesWithoutATunnelInPacketsThatWillFitIntoIt() throws Exception {
        host.call(() -> {
            plane.close();
            plane = new HostPlane(
                    new HostSettings(HOST, state, () -> Underlay.at("192.0.2.99"), Peer.DEFAULT_PORT, Optional.empty()),
                    Policies.BUILT_IN);
            return true;
        });
        assertThatThrownBy(this::opened).isInstanceOf(PlaneFailure.class).hasMessageContaining("192.0.2.99");
        var instance = new Inside(attached(SERVER, false).namespace().orElseThrow());
        open.add(instance);
        assertThat(instance.run("ip", "link", "show", "eth0")).contains("mtu 1430");
    }

    @Test
    void letsOnlyTheClientsOfAnIsolatedServiceInThatATableNames() throws Exception {
        opened();
        var server = serving(attached(SERVER, true));
        var attachment = attached(CLIENT, false);
        var client = new Inside(attachment.namespace().orElseThrow());
        open.add(client);
        install(1, server, Optional.of(Set.of()));
        assertThatThrownBy(() -> ask(client, ADDRESS)).isInstanceOf(IOException.class);
        install(1, server, Optional.of(Set.of(pair(attachment))));
        assertThat(ask(client, ADDRESS)).isEqualTo("served");
    }

    @Test
    void movesToAnotherSubnetWhenNothingHasAddressesOfTheOldOne() throws Exception {
        opened();
        var before = attached(SERVER, false);
        assertThatThrownBy(() -> opened(NEXT)).isInstanceOf(PlaneFailure.class).hasMessageContaining("10.18.");
        assertThat(plane.networks().obstacle(CLIENT)).as("new ones wait").isPresent();
        assertThat(attached(SERVER, false)).as("what crashed comes back").isEqualTo(before);
        host.call(() -> {
            plane.networks().detach(SERVER);
            return true;
        });

        opened(NEXT);

        var after = attached(SERVER, false);
        assertThat(after.addresses()).hasSameSizeAs(before.addresses()).doesNotContainAnyElementsOf(before.addresses());
        var client = new Inside(attached(CLIENT, false).namespace().orElseThrow());
        open.add(client);
        install(1, serving(after), Optional.empty());
        assertThat(ask(client, ADDRESS)).isEqualTo("served");
    }

    @Test
    void staysWhereItIsWhenTheOldSubnetIsGivenAgain() throws Exception {
        opened();
        var attachment = attached(SERVER, false);
        assertThatThrownBy(() -> opened(NEXT)).isInstanceOf(PlaneFailure.class);
        opened();
        assertThat(attached(SERVER, false)).isEqualTo(attachment);
    }

    @Test
    void pausedItLetsNobodyNewInUntilItIsOpenedAgain() throws Exception {
        plane.pause();
        opened();
        assertThat(plane.networks().obstacle(CLIENT)).as("nothing was open").isEmpty();
        var attachment = attached(SERVER, false);
        plane.pause();
        assertThat(plane.networks().obstacle(CLIENT)).isPresent();
        assertThat(attached(SERVER, false)).isEqualTo(attachment);
        opened();
        assertThat(plane.networks().obstacle(CLIENT)).isEmpty();
    }

    private HostSettings settings() {
        return new HostSettings(HOST, state, () -> Underlay.at("192.0.2.1"), Peer.DEFAULT_PORT, Optional.empty());
    }

    private Plane.Underlay opened() throws Exception {
        return opened(SUBNET);
    }

    /** As the agent's thread does it. */
    private Plane.Underlay opened(NodeSubnet subnet) throws Exception {
        host.call(() -> {
            plane.vacate(subnet);
            return true;
        });
        return host.call(() -> plane.open(subnet, new Plane.Questions() {
            @Override
            public void missed(String address) {
                missed.add(address);
            }

            @Override
            public CompletionStage<Optional<RouteTable>> find(ServiceName name, Optional<ServiceId> asker) {
                return CompletableFuture.completedStage(Optional.empty());
            }
        }));
    }

    private Attachment attached(InstanceId instance, boolean isolated) throws Exception {
        return host.call(() -> plane.networks().attach(instance, List.of(), new NetworkNeed.Namespace(), isolated));
    }

    private void install(long version, List<Endpoint> endpoints, Optional<Set<AddressPair>> clients) throws Exception {
        var table = new RouteTable(
                SERVICE,
                new ServiceName("app", "ns", "web", "ns"),
                new ApplicationId("00000000000000000000000a"),
                clients.isPresent(),
                version,
                Map.of("rr", new AddressPair(Optional.of(Ipv4Address.parse(ADDRESS)), Optional.empty())),
                endpoints);
        var targets = endpoints.stream()
                .map(endpoint -> new Target(
                        endpoint.namespaceAddresses().v4().orElseThrow().toString(), 1))
                .toList();
        var installation = new Plane.Installation(
                table, List.of(new Destination(ADDRESS, Mode.SINGLE, targets)), List.of(), clients);
        host.call(() -> {
            plane.install(List.of(installation));
            return true;
        });
    }

    private Set<ServiceId> used() throws Exception {
        return host.call(() -> plane.used(Duration.ofSeconds(60)));
    }

    /** @return the endpoint of an instance that answers from now on */
    private List<Endpoint> serving(Attachment attachment) throws Exception {
        var inside = new Inside(attachment.namespace().orElseThrow());
        var ready = new CountDownLatch(1);
        inside.start(() -> serve(ready));
        open.add(inside);
        ready.await();
        return List.of(new Endpoint(
                attachment.instance(),
                new Fence(1, 1, 1),
                new ClusterId("00000000000000000000c001"),
                new WorkerId("00000000000000000000a001"),
                AddressPair.NONE,
                pair(attachment),
                Endpoint.DEFAULT_WEIGHT,
                0));
    }

    private void serve(CountDownLatch ready) {
        try (var server = new ServerSocket(PORT)) {
            open.addFirst(server);
            ready.countDown();
            while (true) {
                try (var socket = server.accept()) {
                    socket.getOutputStream().write("served".getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException closed) {
            // By remove().
        }
    }

    private static String ask(Inside client, String address) throws Exception {
        return client.call(() -> {
            try (var socket = new Socket()) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.connect(new InetSocketAddress(address, PORT), PATIENCE_MILLIS);
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            }
        });
    }

    private static void askAndIgnore(Inside client) {
        try {
            ask(client, ADDRESS);
        } catch (Exception nobodyThere) {
            // As said.
        }
    }

    private static AddressPair pair(Attachment attachment) {
        return new AddressPair(
                attachment.addresses().stream()
                        .map(Ipv4Address::tryParse)
                        .flatMap(Optional::stream)
                        .findFirst(),
                attachment.addresses().stream()
                        .map(Ipv6Address::tryParse)
                        .flatMap(Optional::stream)
                        .findFirst());
    }
}
