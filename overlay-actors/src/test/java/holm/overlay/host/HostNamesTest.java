package holm.overlay.host;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.ApplicationId;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.address.Policies;
import holm.domain.descriptor.PortMapping;
import holm.domain.descriptor.ServiceName;
import holm.domain.network.InstanceNetwork;
import holm.domain.network.NetworkNeed;
import holm.domain.route.RouteTable;
import holm.overlay.Attachment;
import holm.overlay.InstanceNetworks;
import holm.overlay.network.NodeAddresses;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostNamesTest {
    private static final ServiceId SERVICE = new ServiceId("0123456789abcdef01234567");
    private static final InstanceId INSTANCE = new InstanceId(SERVICE, 3);
    private static final ServiceName NAME = new ServiceName("shop", "prod", "web", "main");
    private static final NodeAddresses NODE = new NodeAddresses(NodeAddresses.numbered(1));

    private final HostNames names = new HostNames(Policies.BUILT_IN);

    @Test
    void knowsWhoseInstanceAsksOnceItsTableIsHere() {
        names.attached(INSTANCE, List.of("10.18.0.66", "fc00::102"));
        assertThat(names.serviceAt("10.18.0.66")).isEmpty();
        names.put(table());
        assertThat(names.serviceAt("10.18.0.66")).contains(NAME);
        assertThat(names.serviceAt("fc00::102")).contains(NAME);
        assertThat(names.serviceAt("10.18.0.67")).isEmpty();
    }

    @Test
    void forgetsAnInstanceThatIsDetachedAndATableThatIsRemoved() {
        names.put(table());
        names.attached(INSTANCE, List.of("10.18.0.66"));
        names.detached(INSTANCE);
        assertThat(names.serviceAt("10.18.0.66")).isEmpty();
        assertThat(names.byName(NAME)).contains(table());
        names.remove(SERVICE);
        assertThat(names.byName(NAME)).isEmpty();
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

    private static RouteTable table() {
        return new RouteTable(
                SERVICE, NAME, new ApplicationId("00000000000000000000000a"), false, 1, Map.of(), List.of());
    }

    /** Gives everybody the same addresses. */
    private record Fixed(List<String> addresses) implements InstanceNetworks {
        @Override
        public Attachment attach(InstanceId instance, List<PortMapping> ports, NetworkNeed need, boolean isolated) {
            return new Attachment(instance, new InstanceNetwork.None(), addresses, ports, Optional.empty());
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
