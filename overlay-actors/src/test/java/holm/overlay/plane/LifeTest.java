package holm.overlay.plane;

import static holm.overlay.plane.Tables.address;
import static holm.overlay.plane.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.domain.Protocol;
import holm.domain.address.NodeSubnet;
import holm.domain.descriptor.PortMapping;
import holm.overlay.NetworkFailure;
import holm.overlay.balance.Mode;
import holm.overlay.network.NodeAddresses;
import holm.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a data plane begins beside others, with less than it wants, and how it ends. */
@Needs.Root
class LifeTest {
    @TempDir
    Path state;

    private Lab lab;

    @BeforeEach
    void build() throws Exception {
        lab = new Lab("l", state);
    }

    @AfterEach
    void remove() throws Exception {
        lab.remove();
    }

    @Test
    void aResetLeavesNoTrace() throws Exception {
        var host = lab.prepared(false);
        host.inside().run("iptables", "-P", "FORWARD", "DROP");
        host.inside().run("iptables-legacy", "-P", "FORWARD", "DROP");
        var before = traces(host);
        host.open();
        lab.introduce();
        var instance = host.instance(List.of(new PortMapping(8_080, 80, Protocol.TCP)));
        host.install(table(1, 1, Mode.ROUND_ROBIN, instance), table(2, 1, Mode.SINGLE, instance));
        assertThat(traces(host)).isNotEqualTo(before);
        host.abandon();
        host.inside().call(() -> {
            DataPlane.reset(host.network());
            return true;
        });
        assertThat(traces(host)).isEqualTo(before);
        try (var left = Files.list(host.network().stateDirectory())) {
            assertThat(left).isEmpty();
        }
        host.open();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-nft", "-legacy"})
    void aForwardPolicyOfDropGetsAnExceptionForInstancesOnly(String variant) throws Exception {
        var host = lab.prepared(false);
        for (var program : List.of("iptables", "ip6tables")) {
            host.inside().run(program + variant, "-P", "FORWARD", "DROP");
        }
        host.open();
        assertThat(host.plane().remarks()).isEmpty();
        var client = host.instance();
        var server = host.instance().serve();
        host.install(table(1, 1, Mode.SINGLE, server));
        for (var v6 : new boolean[] {false, true}) {
            assertThat(Caller.in(client).ask(address(1, v6)).name()).isEqualTo(server.name());
        }
        assertThat(host.inside().run("iptables" + variant, "-S", "FORWARD")).contains("-P FORWARD DROP");
        host.abandon();
        host.open();
        assertThat(host.inside()
                        .run("iptables" + variant, "-S", "FORWARD")
                        .lines()
                        .filter(rule -> rule.endsWith(
                                "-i %s -j ACCEPT".formatted(host.network().name()))))
                .hasSize(1);
    }

    @Test
    void dockersOwnChainGetsTheException() throws Exception {
        var host = lab.prepared(false);
        host.inside()
                .run(
                        "sh",
                        "-c",
                        "iptables -N DOCKER-USER; iptables -A FORWARD -j DOCKER-USER; iptables -P FORWARD DROP");
        host.open();
        assertThat(host.inside().run("iptables", "-S", "DOCKER-USER"))
                .contains("-i %s -j ACCEPT".formatted(host.network().name()));
        assertThat(host.inside().run("iptables", "-S", "FORWARD"))
                .doesNotContain(host.network().name());
    }

    @Test
    void aFirewallOfAnotherKindIsNamed() throws Exception {
        var host = lab.prepared(false);
        host.inside()
                .run(
                        "nft",
                        "add table inet strict; add chain inet strict f { type filter hook forward priority 0 ; policy drop ; }");
        host.open();
        assertThat(host.plane().remarks())
                .singleElement()
                .asString()
                .contains("insert rule inet strict f iifname { \"%1$s\", "
                        .formatted(host.network().name()));
    }

    @Test
    void aPersonsChainInTheTableOfIptablesIsNamedAndLeftAlone() throws Exception {
        var host = lab.prepared(false);
        host.inside()
                .run(
                        "nft",
                        "add table ip filter; add chain ip filter forward { type filter hook forward priority 0 ; policy drop ; }");
        host.open();
        assertThat(host.plane().remarks())
                .singleElement()
                .asString()
                .contains("ip filter", host.network().name());
        assertThat(host.inside().run("nft", "list", "table", "ip", "filter")).doesNotContain("FORWARD");
    }

    @Test
    void anInstanceForWhichNoAddressIsLeftMayGoElsewhere() throws Exception {
        var v6Only =
                new NodeSubnet(Optional.empty(), NodeAddresses.numbered(700).v6());
        var host = lab.prepared(false, v6Only);
        host.inside().run("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6");
        host.open();
        assertThatThrownBy(host::instance)
                .isInstanceOfSatisfying(
                        NetworkFailure.class,
                        failure -> assertThat(failure.mayDoElsewhere()).isTrue());
    }

    @Test
    void withoutTunWhatIsInstalledWorksAndWhatIsNotIsRefused() throws Exception {
        var host = lab.prepared(false);
        // Somebody else holds the device, which is as good as none.
        host.inside().run("ip", "link", "add", "name", host.network().missDevice(), "type", "bridge");
        host.open();
        assertThat(host.plane().remarks()).singleElement().asString().contains("TUN");
        var client = host.instance();
        var server = host.instance().serve();
        host.install(table(1, 1, Mode.SINGLE, server));
        for (var v6 : new boolean[] {false, true}) {
            for (var caller : List.of(Caller.in(client), Caller.in(host))) {
                assertThatThrownBy(() -> caller.ask(address(2, v6))).isInstanceOf(IOException.class);
                assertThat(caller.ask(address(1, v6)).name()).isEqualTo(server.name());
            }
        }
        assertThat(host.plane().misses()).isEqualTo(MissCounters.NONE);
    }

    @Test
    void aMappingOfAnInstanceThatIsGoneGoesAtAdoption() throws Exception {
        var host = lab.host();
        host.inside()
                .run(
                        "nft",
                        "add element inet %s ports4 { tcp . 8080 : 10.18.150.9 . 80 }"
                                .formatted(host.network().name()));
        host.abandon();
        host.open();
        assertThat(host.inside()
                        .run("nft", "list", "map", "inet", host.network().name(), "ports4"))
                .doesNotContain("8080");
    }

    /** Without link-local addresses, which come a second after their device. */
    private static List<String> traces(Host host) throws Exception {
        return host.inside()
                .run(
                        "sh",
                        "-c",
                        "nft list ruleset | sed 's/packets.*bytes [0-9]*//'; ip -o link show | cut -d: -f2;"
                                + " ip route show table all | sort; ip -6 route show table all | sort; ip rule; ip -6 rule;"
                                + " cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv6/conf/all/forwarding")
                .lines()
                .filter(line -> !line.contains("fe80:"))
                .toList();
    }
}
