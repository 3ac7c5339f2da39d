package holm.overlay.network;

import static holm.testing.Need.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.InstanceId;
import holm.domain.Protocol;
import holm.domain.ServiceId;
import holm.domain.descriptor.PortMapping;
import holm.overlay.Link;
import holm.overlay.LinkKind;
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
    private static final LinkKind NAMESPACE = new LinkKind.Namespace();
    private static final LinkKind TAP = new LinkKind.Tap(61_100);
    private static final List<PortMapping> WEB = List.of(new PortMapping(38_090, 80, Protocol.TCP));

    @TempDir
    Path state;

    private LinuxInstanceNetwork network;

    @BeforeEach
    void open() throws Exception {
        network = reopen();
    }

    @AfterEach
    void reset() throws Exception {
        network.reset();
    }

    @Test
    void givesAGuestATapThatOnlyItsOwnerMayOpen() throws Exception {
        var attachment = network.attach(FIRST, WEB, TAP);
        var tap = (Link.Tap) attachment.link();
        assertThat(attachment.namespace()).isEmpty();
        assertThat(tap.addresses())
                .extracting(Link.GuestAddress::address)
                .containsExactlyElementsOf(attachment.addresses());
        assertThat(tap.addresses()).extracting(Link.GuestAddress::prefix).containsExactly(26, 120);
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
        var container = network.attach(FIRST, List.of(), NAMESPACE);
        var guest = network.attach(SECOND, List.of(), TAP);
        var proxies = Command.run("", List.of("ip", "-6", "neigh", "show", "proxy"));
        assertThat(proxies)
                .contains(container.addresses().getLast())
                .contains(guest.addresses().getLast());
        assertThat(Sysctls.is("net/ipv4/conf/" + NAME + "/proxy_arp_pvlan", "1"))
                .isTrue();
        network.detach(FIRST);
        assertThat(Command.run("", List.of("ip", "-6", "neigh", "show", "proxy")))
                .doesNotContain(container.addresses().getLast());
        assertThat(Command.run("", List.of("ip", "neigh", "show", "dev", NAME)))
                .doesNotContain(container.addresses().getFirst())
                .contains(guest.addresses().getFirst());
    }

    @Test
    void findsATapAgainAndRemovesOneThatNobodyKnowsAnyMore() throws Exception {
        var attachment = network.attach(FIRST, WEB, TAP);
        network.attach(SECOND, List.of(), TAP);
        Files.delete(state.resolve(SECOND + ".network"));
        network.close();
        network = reopen();
        assertThat(network.adopt()).containsExactly(attachment);
        assertThat(network.attach(FIRST, WEB, TAP)).isEqualTo(attachment);
        assertThat(Command.run("", List.of("ip", "-o", "link", "show"))).doesNotContain(SECOND.toString());
        network.detach(FIRST);
        assertThat(Command.run("", List.of("ip", "-o", "link", "show"))).doesNotContain(FIRST.toString());
    }

    @Test
    void leavesNoTapAtAReset() throws Exception {
        network.attach(FIRST, WEB, TAP);
        network.reset();
        assertThat(Command.run("", List.of("ip", "-o", "link", "show"))).doesNotContain(FIRST.toString());
        network = reopen();
    }

    @Test
    void letsAGuestSendFromItsOwnAddressesOnly() throws Exception {
        var attachment = network.attach(FIRST, List.of(), TAP);
        var tap = (Link.Tap) attachment.link();
        for (var address : attachment.addresses()) {
            assertThat(Command.run("", List.of("nft", "list", "table", "inet", NAME)))
                    .contains(tap.mac() + " . " + address);
        }
        network.detach(FIRST);
        assertThat(Command.run("", List.of("nft", "list", "table", "inet", NAME)))
                .doesNotContain(tap.mac());
    }

    private LinuxInstanceNetwork reopen() throws NetworkFailure, InterruptedException {
        return LinuxInstanceNetwork.open(new NetworkSettings(NAME, state, NodeAddresses.numbered(1001)));
    }

    private static InstanceId instance(int number) {
        return new InstanceId(new ServiceId("%024x".formatted(number + 1)), number);
    }
}
