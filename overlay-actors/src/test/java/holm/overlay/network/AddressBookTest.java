package holm.overlay.network;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.address.NodeSubnet;
import java.util.HashSet;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressBookTest {
    private final AddressBook book = new AddressBook(numbered(0), true);

    @Test
    void givesTheFirstInstanceTheSecondHostAddressOfEachFamily() {
        assertThat(book.take(instance(0)).all()).containsExactly("10.18.0.2", "fc00::2");
    }

    @Test
    void answersTheSameInstanceTheSame() {
        assertThat(book.take(instance(0))).isEqualTo(book.take(instance(0)));
    }

    @Test
    void goesOnWithIpv6AloneAfterSixtyOneInstances() {
        var given = IntStream.range(0, 62).mapToObj(n -> book.take(instance(n))).toList();
        assertThat(given.get(60).v4()).contains("10.18.0.62");
        assertThat(given.get(61).v4()).isEmpty();
        assertThat(given.get(61).v6()).isPresent();
    }

    @Test
    void neverGivesOneAddressToTwo() {
        var seen = new HashSet<String>();
        for (var n = 0; n < 254; n++) {
            assertThat(book.take(instance(n)).all()).allMatch(seen::add);
        }
    }

    @Test
    void letsAnAddressThatWasGivenBackRestBeforeSomebodyElseGetsIt() {
        book.take(instance(0));
        book.giveBack(instance(0));
        assertThat(book.take(instance(1)).all()).containsExactly("10.18.0.3", "fc00::3");
    }

    @Test
    void passesOverWhatAnEarlierProcessGaveOut() {
        book.claim(instance(7), new InstanceAddresses(Optional.of("10.18.0.2"), Optional.of("fc00::2")));
        assertThat(book.take(instance(1)).all()).containsExactly("10.18.0.3", "fc00::3");
    }

    @Test
    void knowsTheAddressesOfEverySubnet() {
        assertThat(numbered(5).v4(2)).contains("10.18.1.66");
        assertThat(numbered(5).v6(2)).isEqualTo("fc00::502");
        assertThat(numbered(300).v6(2)).isEqualTo("fc00::1:2c02");
    }

    @Test
    void givesIpv6AloneWhereTheWorkerHasNoIpv4Subnet() {
        var subnet = new NodeSubnet(Optional.empty(), numbered(7).subnet().v6());
        assertThat(new AddressBook(new NodeAddresses(subnet), true)
                        .take(instance(0))
                        .all())
                .containsExactly("fc00::702");
    }

    private static NodeAddresses numbered(int index) {
        return new NodeAddresses(NodeAddresses.numbered(index));
    }

    private static InstanceId instance(int number) {
        return new InstanceId(new ServiceId("0123456789abcdef01234567"), number);
    }
}
