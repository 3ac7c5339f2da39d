package holm.overlay.network;

import static holm.testing.Need.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.InstanceId;
import holm.domain.Protocol;
import holm.domain.ServiceId;
import holm.domain.descriptor.PortMapping;
import holm.domain.network.InstanceNetwork;
import holm.domain.network.NetworkNeed;
import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Command;
import holm.overlay.kernel.Sysctls;
import holm.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel holds for guests, with a network name and a subnet of its own. */
@Needs(ROOT)
class GuestNetworkTest {
    private static final String NAME = "hlmguests";
    private static final InstanceId FIRST = instance(0);
    private static final InstanceId SECOND = instance(1);
    private static final NetworkNeed NAMESPACE = new NetworkNeed.Namespace();
    private static final NetworkNeed TAP = new NetworkNeed.Tap(61_100);
    private static final List<PortMapping> WEB = List.of(new PortMapping(38_090, 80, Protocol.TCP));

    @TempDir
    Path state;

    private LinuxNetworks networks;

    @BeforeEach
    void open() throws Exception {
        networks = reopen();
    }

    @AfterEach
    void reset() throws Exception {
        networks.reset();
    }

    @Test
    void givesAGuestATapThatOnlyItsOwnerMayOpen() throws Exception {
        var attachment = networks.attach(FIRST, WEB, TAP, false);
        var tap = (InstanceNetwork.Tap) attachment.network();
        assertThat(attachment.namespace()).isEmpty();
        var told = List.of(tap.ipv4().orElseThrow(), tap.ipv6().orElseThrow());
        assertThat(told).extracting(own -> own.address().toString()).containsExactlyElementsOf(attachment.addresses());
        assertThat(told).extracting(InstanceNetwork.Address::prefix).containsExactly(26, 120);
        assertThat(Command.run("", List.of("ip", "tuntap", "show")))
                .contains(tap.device() + ": tap persist user 61100");
        assertThat(Command.run("", List.of("ip", "-d", "link", "show", "master", NAME)))
                .contains(tap.device())
                .contains("isolated on locked on");
        assertThat(Command.run("", List.of("bridge", "fdb", "show", "brport", tap.device())))
                .contains(tap.mac() + " master " + NAME + " static");
    }

    @Test
    void answersForAGuestsNeighbours() throws Exception {
        var container = networks.attach(FIRST, List.of(), NAMESPACE, false);
        var guest = networks.attach(SECOND, List.of(), TAP, false);
        var proxies = Command.run("", List.of("ip", "-6", "neigh", "show", "proxy"));
        assertThat(proxies)
                .contains(container.addresses().getLast())
                .contains(guest.addresses().getLast());
        assertThat(Sysctls.is("net/ipv4/conf/" + NAME + "/proxy_arp_pvlan", "1"))
                .isTrue();
        networks.detach(FIRST);
        assertThat(Command.run("", List.of("ip", "-6", "neigh", "show", "proxy")))
                .doesNotContain(container.addresses().getLast());
        assertThat(Command.run("", List.of("ip", "neigh", "show", "dev", NAME)))
                .doesNotContain(container.addresses().getFirst())
                .contains(guest.addresses().getFirst());
    }

    @Test
    void findsATapAgainAndRemovesOneThatNobodyKnowsAnyMore() throws Exception {
        var attachment = networks.attach(FIRST, WEB, TAP, false);
        networks.attach(SECOND, List.of(), TAP, false);
        Files.delete(state.resolve(SECOND + ".network"));
        networks.close();
        networks = reopen();
        assertThat(networks.adopt()).containsExactly(attachment);
        assertThat(networks.attach(FIRST, WEB, TAP, false)).isEqualTo(attachment);
        assertThat(Command.run("", List.of("ip", "-o", "link", "show"))).doesNotContain(SECOND.toString());
        networks.detach(FIRST);
        assertThat(Command.run("", List.of("ip", "-o", "link", "show"))).doesNotContain(FIRST.toString());
    }

    @Test
    void leavesNoTapAtAReset() throws Exception {
        networks.attach(FIRST, WEB, TAP, false);
        networks.reset();
        assertThat(Command.run("", List.of("ip", "-o", "link", "show"))).doesNotContain(FIRST.toString());
        networks = reopen();
    }

    @Test
    void letsAGuestSendFromItsOwnAddressesOnly() throws Exception {
        var attachment = networks.attach(FIRST, List.of(), TAP, false);
        var tap = (InstanceNetwork.Tap) attachment.network();
        for (var address : attachment.addresses()) {
            assertThat(Command.run("", List.of("nft", "list", "table", "inet", NAME)))
                    .contains(tap.mac() + " . " + address);
        }
        networks.detach(FIRST);
        assertThat(Command.run("", List.of("nft", "list", "table", "inet", NAME)))
                .doesNotContain(tap.mac());
    }

    private LinuxNetworks reopen() throws NetworkFailure, InterruptedException {
        return LinuxNetworks.open(new NetworkSettings(NAME, state, NodeAddresses.numbered(1001)));
    }

    private static InstanceId instance(int number) {
        return new InstanceId(new ServiceId("%024x".formatted(number + 1)), number);
    }
}
