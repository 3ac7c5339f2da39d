package holm.overlay.host;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.address.Policies;
import holm.domain.descriptor.PortMapping;
import holm.domain.network.InstanceNetwork;
import holm.domain.network.NetworkNeed;
import holm.overlay.Attachment;
import holm.overlay.InstanceNetworks;
import holm.overlay.dns.Asker;
import holm.overlay.dns.KnownNames;
import holm.overlay.network.NodeAddresses;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamedNetworksTest {
    private static final ServiceId SERVICE = new ServiceId("0123456789abcdef01234567");
    private static final InstanceId INSTANCE = new InstanceId(SERVICE, 3);
    private static final NodeAddresses NODE = new NodeAddresses(NodeAddresses.numbered(1));

    private final KnownNames names = new KnownNames(Policies.BUILT_IN);

    @Test
    void makesItsInstancesKnownToTheNameServerForAsLongAsTheyAreAttached() throws Exception {
        try (var network = new NamedNetworks(new Fixed(List.of("10.18.0.66")), NODE, names, () -> true)) {
            network.attach(INSTANCE, List.of(), new NetworkNeed.Namespace(), false);
            assertThat(names.askerAt("10.18.0.66").map(Asker::service)).contains(SERVICE);
            network.detach(INSTANCE);
            assertThat(names.askerAt("10.18.0.66")).isEmpty();
        }
    }

    @Test
    void tellsInstancesOfAFamilyThatTheyHaveWhoAnswersNames() throws Exception {
        assertThat(resolverOf(List.of("10.18.0.66", "fc00::102"), true)).contains("10.18.0.65");
        assertThat(resolverOf(List.of("fc00::102"), true)).contains("fc00::101");
        assertThat(resolverOf(List.of("10.18.0.66"), false)).isEmpty();
    }

    private Optional<String> resolverOf(List<String> addresses, boolean answers) throws Exception {
        try (var networks = new NamedNetworks(new Fixed(addresses), NODE, names, () -> answers)) {
            return networks.attach(INSTANCE, List.of(), new NetworkNeed.Namespace(), false)
                    .resolver();
        }
    }

    /** Gives everybody the same addresses. */
    private record Fixed(List<String> addresses) implements InstanceNetworks {
        @Override
        public Attachment attach(InstanceId instance, List<PortMapping> ports, NetworkNeed need, boolean isolated) {
            return new Attachment(
                    instance, new InstanceNetwork.None(), addresses, Optional.empty(), ports, Optional.empty());
        }

        @Override
        public boolean holds(InstanceId instance) {
            return false;
        }

        @Override
        public void detach(InstanceId instance) {}

        @Override
        public List<Attachment> adopt() {
            return List.of();
        }

        @Override
        public void reset() {}

        @Override
        public void close() {}
    }
}
