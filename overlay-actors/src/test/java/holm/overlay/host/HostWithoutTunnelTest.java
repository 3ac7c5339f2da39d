package holm.overlay.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.address.NodeSubnet;
import holm.domain.address.Policies;
import holm.domain.descriptor.ServiceName;
import holm.domain.network.NetworkNeed;
import holm.domain.route.Peer;
import holm.domain.route.RouteTable;
import holm.overlay.NetworkFailure;
import holm.overlay.agent.Plane;
import holm.overlay.agent.PlaneFailure;
import holm.overlay.dns.Upstreams;
import holm.overlay.kernel.Command;
import holm.overlay.kernel.Inside;
import holm.overlay.network.NodeAddresses;
import holm.testing.Needs;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Needs.Root
class HostWithoutTunnelTest {
    private static final String NAME = "hlmhostplane";
    private static final NodeSubnet SUBNET = NodeAddresses.numbered(800);
    private static final int PATIENCE_MILLIS = 20_000;
    private static final InstanceId INSTANCE = new InstanceId(new ServiceId("00000000000000000000f00d"), 0);

    @TempDir
    Path state;

    private Inside inside;
    private HostPlane plane;

    @BeforeEach
    void enter() throws Exception {
        inside = Inside.make(NAME);
        Command.run("", List.of("ip", "-netns", NAME, "link", "set", "lo", "up"));
        plane = new HostPlane(withoutTunnel(), Policies.BUILT_IN);
    }

    @AfterEach
    void leave() throws Exception {
        inside.call(() -> {
            plane.networks().reset();
            plane.close();
            return true;
        });
        inside.delete();
    }

    @Test
    void answersNamesOfInstancesAlsoWhileThereIsNoTunnel() throws Exception {
        assertThatThrownBy(() -> inside.call(() -> plane.open(SUBNET, new NoQuestions())))
                .isInstanceOf(PlaneFailure.class)
                .hasMessageContaining("no tunnel");
        var attachment =
                inside.call(() -> plane.networks().attach(INSTANCE, List.of(), new NetworkNeed.Namespace(), false));
        assertThat(inside.call(() -> isHeard(attachment.resolver().orElseThrow())))
                .isTrue();
    }

    private static boolean isHeard(String resolver) throws Exception {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(resolver), Upstreams.PORT), PATIENCE_MILLIS);
            return socket.isConnected();
        }
    }

    private HostSettings withoutTunnel() {
        return new HostSettings(
                NAME,
                state,
                () -> {
                    throw new NetworkFailure("no tunnel here", false);
                },
                Peer.DEFAULT_PORT,
                Optional.of(Upstreams.none()));
    }

    private record NoQuestions() implements Plane.Questions {
        @Override
        public void missed(String address) {
            throw new AssertionError("there is no data plane");
        }

        @Override
        public CompletionStage<Optional<RouteTable>> find(ServiceName name, Optional<ServiceId> asker) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }
}
