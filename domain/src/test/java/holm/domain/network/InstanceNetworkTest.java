package holm.domain.network;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import holm.domain.address.IpAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceNetworkTest {
    @ParameterizedTest
    @CsvSource({"ht1,02:00:00:00:00:01,576", "ht-1_2.3,02:ab:cd:ef:00:01,65535"})
    void takesATapAsTheKernelNamesIt(String device, String mac, int mtu) {
        assertThatNoException().isThrownBy(() -> tap(device, mac, mtu));
    }

    @ParameterizedTest
    @CsvSource({
        "a-name-of-16-let,02:00:00:00:00:01,1450",
        "'ht1,script=x',02:00:00:00:00:01,1450",
        "ht1,02:00:00:00:00,1450",
        "ht1,'02:00:00:00:00:01,x',1450",
        "ht1,02:00:00:00:00:01,575",
        "ht1,02:00:00:00:00:01,65536"
    })
    void refusesATapThatWouldBeSomethingElseInACommand(String device, String mac, int mtu) {
        assertThatIllegalArgumentException().isThrownBy(() -> tap(device, mac, mtu));
    }

    @ParameterizedTest
    @CsvSource({"10.18.0.9,33,10.18.0.1", "10.18.0.9,-1,10.18.0.1", "fc00::9,129,fc00::1", "10.18.0.9,26,fc00::1"})
    void refusesAnAddressOutsideOfItsFamily(String own, int prefix, String gateway) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InstanceNetwork.Address(IpAddress.parse(own), prefix, IpAddress.parse(gateway)));
    }

    @Test
    void takesAddressesOfBothFamiliesUpToASingleOne() {
        assertThatNoException().isThrownBy(() -> {
            new InstanceNetwork.Address(IpAddress.parse("10.18.0.9"), 32, IpAddress.parse("10.18.0.1"));
            new InstanceNetwork.Address(IpAddress.parse("fc00::9"), 128, IpAddress.parse("fc00::1"));
        });
    }

    private static void tap(String device, String mac, int mtu) {
        new InstanceNetwork.Tap(device, mac, Optional.empty(), Optional.empty(), mtu);
    }
}
