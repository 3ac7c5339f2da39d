package holm.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.overlay.Attachment;
import holm.overlay.Link;
import holm.overlay.LinkKind;
import holm.runtimes.InstanceNetwork;
import holm.runtimes.NetworkNeed;
import holm.worker.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetworkHandoverTest {
    private static final Link.GuestAddress V4 = new Link.GuestAddress("10.18.0.9", 26, "10.18.0.1");
    private static final Link.GuestAddress V6 = new Link.GuestAddress("fc00::9", 120, "fc00::1");

    @Test
    void makesWhatARuntimeNeeds() {
        assertThat(NetworkHandover.kind(new NetworkNeed.Namespace())).isEqualTo(new LinkKind.Namespace());
        assertThat(NetworkHandover.kind(new NetworkNeed.Tap(7))).isEqualTo(new LinkKind.Tap(7));
    }

    @Test
    void tellsAGuestItsAddressesOfBothFamilies() {
        assertThat(handed(tap(List.of(V4, V6))))
                .isEqualTo(new InstanceNetwork.Tap(
                        "ht1",
                        "02:00:00:00:00:01",
                        Optional.of(new InstanceNetwork.Address(
                                Ipv4Address.parse("10.18.0.9"), 26, Ipv4Address.parse("10.18.0.1"))),
                        Optional.of(new InstanceNetwork.Address(
                                Ipv6Address.parse("fc00::9"), 120, Ipv6Address.parse("fc00::1"))),
                        1_450));
    }

    @Test
    void tellsAGuestNoAddressThatItDoesNotHave() {
        assertThat(((InstanceNetwork.Tap) handed(tap(List.of(V6)))).ipv4()).isEmpty();
        assertThat(((InstanceNetwork.Tap) handed(tap(List.of(V4)))).ipv6()).isEmpty();
    }

    @Test
    void givesProcessesTheirNamespaceAndOthersNothing() {
        var file = Path.of("/run/netns/x");
        assertThat(handed(new Link.Namespace(file))).isEqualTo(new InstanceNetwork.Namespace(file));
        assertThat(handed(new Link.None())).isEqualTo(new InstanceNetwork.None());
        assertThat(NetworkHandover.network(Optional.empty())).isEqualTo(new InstanceNetwork.None());
    }

    private static Link tap(List<Link.GuestAddress> addresses) {
        return new Link.Tap("ht1", "02:00:00:00:00:01", 1_450, addresses);
    }

    private static InstanceNetwork handed(Link link) {
        return NetworkHandover.network(Optional.of(
                new Attachment(Samples.INSTANCE, link, List.of(), Optional.empty(), List.of(), Optional.empty())));
    }
}
