package holm.overlay.plane;

import static holm.overlay.plane.Tables.address;
import static holm.overlay.plane.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.domain.address.NodeSubnet;
import holm.domain.route.Peer;
import holm.overlay.NetworkFailure;
import holm.overlay.balance.Mode;
import holm.overlay.network.NetworkSettings;
import holm.overlay.network.NodeAddresses;
import holm.testing.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that reach each other through the tunnel, and the kernel's entries for it. */
@Needs.Root
class PeersTest {
    @TempDir
    Path state;

    private Lab lab;

    @BeforeEach
    void build() throws Exception {
        lab = new Lab("p", state);
    }

    @AfterEach
    void remove() throws Exception {
        lab.remove();
    }

    @Test
    void aServiceIsReachedOverAnIpv6UnderlayWithItsSmallerMtu() throws Exception {
        var home = lab.host(true);
        var away = lab.host(true);
        lab.introduce();
        var client = home.instance();
        var server = away.instance().serve();
        home.install(table(1, 1, Mode.SINGLE, server));
        assertThat(client.inside().run("ip", "link", "show", "eth0")).contains("mtu 1430");
        for (var v6 : new boolean[] {false, true}) {
            assertThat(Caller.in(client).ask(address(1, v6)).client()).isEqualTo(client.address(v6));
            assertThat(Caller.in(client).send(address(1, v6), 9_000)).isEqualTo(server.name() + " 9000");
        }
    }

    @Test
    void aServiceIsReachedWhereHostsHaveNoIpv6() throws Exception {
        var home = lab.prepared(false);
        var away = lab.prepared(false);
        for (var host : List.of(home, away)) {
            host.inside().run("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6");
            host.open();
        }
        lab.introduce();
        var server = away.instance().serve();
        home.install(table4(server));
        assertThat(Caller.in(home.instance()).ask(address(1, false)).name()).isEqualTo(server.name());
    }

    @Test
    void aWorkerThatGotNoIpv4SubnetServesOverIpv6() throws Exception {
        var home = lab.host();
        var away = lab.prepared(
                false,
                new NodeSubnet(Optional.empty(), NodeAddresses.numbered(700).v6()));
        away.open();
        lab.introduce();
        var server = away.instance().serve();
        assertThat(server.attachment().addresses()).containsExactly("fc00::2:bc02");
        var client = home.instance();
        home.install(table6(server));
        assertThat(Caller.in(client).ask(address(1, true)).client()).isEqualTo(client.address(true));
    }

    @Test
    void onlyWhatChangedIsTouched() throws Exception {
        var host = lab.host();
        var first = peer(1, "192.0.2.101");
        var second = peer(2, "192.0.2.102");
        assertThat(set(host, first, second)).isEqualTo(10);
        assertThat(set(host, second, first)).isZero();
        assertThat(set(host, first, peer(2, "192.0.2.103"))).isEqualTo(1);
        assertThat(host.inside()
                        .run("bridge", "fdb", "show", "dev", host.network().tunnelDevice()))
                .contains("192.0.2.101", "192.0.2.103")
                .doesNotContain("192.0.2.102");
        assertThat(set(host, first)).isEqualTo(5);
        assertThat(host.inside()
                        .run("ip", "route", "show", "dev", host.network().tunnelDevice()))
                .contains("10.18.200.64/26")
                .doesNotContain("10.18.200.128/26");
    }

    @Test
    void theNextProcessRemovesPeersThatAreGone() throws Exception {
        var host = lab.host();
        set(host, peer(1, "192.0.2.101"), peer(2, "192.0.2.102"));
        host.abandon();
        host.open();
        assertThat(set(host, peer(2, "192.0.2.102"))).isEqualTo(5);
    }

    @Test
    void noRouteIsWiderThanServicesAndPeers() throws Exception {
        var host = lab.host();
        set(host, peer(1, "192.0.2.101"));
        var routes = host.inside().run("ip", "-4", "route", "show", "table", "all")
                + host.inside().run("ip", "-6", "route", "show", "table", "all");
        assertThat(routes.lines().filter(route -> route.startsWith("10.") || route.matches("f[cd].*/.*")))
                .isNotEmpty()
                .allMatch(route -> route.matches(
                        "(10\\.30\\.0\\.0/16|fdff::/16|10\\.18\\.\\d+\\.\\d+/26|fc00::\\S+/120|fd51:200::/64) .*"));
    }

    @Test
    void anotherSubnetIsRefusedWhileInstancesAreAttachedAndTakenAfterwards() throws Exception {
        var host = lab.host();
        var instance = host.instance().serve();
        host.abandon();
        var other = NodeAddresses.numbered(800);
        assertThatThrownBy(() -> openWith(host, other))
                .isInstanceOf(NetworkFailure.class)
                .hasMessageContaining("cannot move");
        host.open();
        assertThat(Caller.in(host).ask(instance.address(true)).name()).isEqualTo(instance.name());
        host.detach(instance);
        host.abandon();
        openWith(host, other);
        assertThat(host.inside()
                        .run("ip", "-o", "addr", "show", "dev", host.network().name()))
                .contains("10.18.200.1/26", "fc00::3:2001/120")
                .doesNotContain(host.bridge(false) + "/");
        host.open();
    }

    @Test
    void aPortThatAnotherTunnelOfTheMachineHasIsNamed() throws Exception {
        var host = lab.host();
        var network = new NetworkSettings("hlmpother", state.resolve("other"), NodeAddresses.numbered(801));
        assertThatThrownBy(() -> host.inside()
                        .call(() -> DataPlane.open(
                                new PlaneSettings(network, host.settings().underlay(), Peer.DEFAULT_PORT), miss -> {})))
                .isInstanceOf(NetworkFailure.class)
                .hasMessageContaining("50103");
        host.inside().call(() -> {
            DataPlane.reset(network);
            return true;
        });
    }

    @Test
    void anUnderlayIsFoundByItsAddressItsDeviceOrWhereItLeads() throws Exception {
        var host = lab.host();
        host.inside().call(() -> {
            assertThat(Underlay.ofDevice("eth0")).isEqualTo(new Underlay("eth0", "192.0.2.1", 1_500));
            assertThat(Underlay.towards(InetAddress.ofLiteral("fd51:200::9")).device())
                    .isEqualTo("eth0");
            assertThatThrownBy(() -> Underlay.ofDevice("eth9")).isInstanceOf(NetworkFailure.class);
            assertThatThrownBy(() -> Underlay.at("192.0.2.77")).isInstanceOf(NetworkFailure.class);
            return true;
        });
    }

    @Test
    void twoWorkersOfOneMachineReachEachOthersInstances() throws Exception {
        var host = lab.host();
        var client = host.instance();
        var network = new NetworkSettings("hlmptwo", state.resolve("two"), NodeAddresses.numbered(802));
        var second = host.inside()
                .call(() -> DataPlane.open(
                        new PlaneSettings(network, host.settings().underlay(), 50_104), miss -> {}));
        try (second) {
            assertThat(set(host, Host.peer(2, host.underlay(), network.subnet())))
                    .isZero();
            assertThat(client.inside().run("busybox", "ping", "-c", "1", "-W", "5", "10.18.200.129"))
                    .contains(" 0% packet loss");
        } finally {
            host.inside().call(() -> {
                DataPlane.reset(network);
                return true;
            });
        }
        assertThatThrownBy(() -> Caller.in(client).send("10.18.200.129", 100, 1_000))
                .isInstanceOf(IOException.class);
    }

    private static ServiceTable table4(Instance server) {
        return new ServiceTable(Tables.service(1), 1, List.of(Tables.to(address(1, false), server.address(false))));
    }

    private static ServiceTable table6(Instance server) {
        return new ServiceTable(Tables.service(1), 1, List.of(Tables.to(address(1, true), server.address(true))));
    }

    private static int set(Host host, Peer... peers) throws Exception {
        return host.inside().call(() -> host.plane().peers(List.of(peers)));
    }

    private static Peer peer(int number, String underlay) {
        return Host.peer(100 + number, underlay, NodeAddresses.numbered(800 + number));
    }

    private static void openWith(Host host, NodeSubnet subnet) throws Exception {
        host.inside().call(() -> {
            var network =
                    new NetworkSettings(host.network().name(), host.network().stateDirectory(), subnet);
            DataPlane.open(new PlaneSettings(network, host.settings().underlay(), Peer.DEFAULT_PORT), miss -> {})
                    .close();
            return true;
        });
    }
}
