package holm.overlay.network;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.address.IpAddress;
import holm.domain.network.InstanceNetwork.Address;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TapLinkTest {
    private static final InstanceId INSTANCE = new InstanceId(new ServiceId("0123456789abcdef01234567"), 3);
    private static final Optional<String> V4 = Optional.of("10.18.0.66");
    private static final Optional<String> V6 = Optional.of("fc00::102");

    private final TapLink taps =
            new TapLink(new NetworkSettings("hlmtaps", Path.of("unused"), NodeAddresses.numbered(1)));

    @Test
    void tellsAGuestItsAddressesOfBothFamiliesInTheSubnetOfItsWorker() {
        var tap = taps.describe(INSTANCE, new InstanceAddresses(V4, V6), 1_450);
        assertThat(tap.ipv4()).contains(told("10.18.0.66", 26, "10.18.0.65"));
        assertThat(tap.ipv6()).contains(told("fc00::102", 120, "fc00::101"));
    }

    @Test
    void tellsAGuestNoAddressThatItDoesNotHave() {
        var none = Optional.<String>empty();
        assertThat(taps.describe(INSTANCE, new InstanceAddresses(none, V6), 1_450)
                        .ipv4())
                .isEmpty();
        assertThat(taps.describe(INSTANCE, new InstanceAddresses(V4, none), 1_450)
                        .ipv6())
                .isEmpty();
    }

    private static Address told(String own, int prefix, String bridge) {
        return new Address(IpAddress.parse(own), prefix, IpAddress.parse(bridge));
    }
}
