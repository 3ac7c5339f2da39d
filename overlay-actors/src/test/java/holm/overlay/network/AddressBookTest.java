package holm.overlay.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.address.NodeSubnet;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The worker's addresses; the group {@code node_allocator} of network-vectors.json, with a rest of a minute before anything is reused. */
class AddressBookTest {
    private static final String VECTORS = "/holm/overlay/address/network-vectors.json";
    private static final long REST = RestingAddresses.REST.toNanos();

    private final AtomicLong clock = new AtomicLong();
    private final AddressBook book = new AddressBook(numbered(0), true, clock::get);

    @Test
    void knowsTheSubnetAsOakestraDoes() throws IOException {
        var expected = vectors();
        var addresses = numbered(0);
        assertThat(addresses.v4Range()).contains(expected.path("subnet_v4").asText());
        assertThat(addresses.bridgeV4()).contains(expected.path("bridge_v4").asText());
        assertThat(addresses.v6Range()).isEqualTo(expected.path("subnet_v6").asText());
        assertThat(addresses.bridgeV6()).isEqualTo(expected.path("bridge_v6").asText());
        assertThat(addresses.instancesV4())
                .hasSize(expected.path("containers_v4").asInt())
                .startsWith(expected.path("first_container_v4").asText())
                .endsWith(expected.path("last_container_v4").asText());
        assertThat(addresses.instancesV6())
                .hasSize(expected.path("containers_v6").asInt())
                .startsWith(expected.path("first_container_v6").asText())
                .endsWith(expected.path("last_container_v6").asText());
    }

    /** "FIFO: after freeing .7 then .5 the next two allocations are .7, .5" */
    @Test
    void givesWhatWasGivenBackFirstOutFirstAfterItsRest() throws Exception {
        assertThat(vectors().path("free_list").asText()).contains("FIFO", "freeing .7 then .5", "are .7, .5");
        for (var n = 0; n < 10; n++) {
            book.take(instance(n));
        }
        book.giveBack(instance(5));
        clock.addAndGet(1);
        book.giveBack(instance(3));
        clock.addAndGet(REST);
        assertThat(book.take(instance(20)).all()).containsExactly("10.18.0.7", "fc00::7");
        assertThat(book.take(instance(21)).all()).containsExactly("10.18.0.5", "fc00::5");
        assertThat(book.take(instance(22)).all()).containsExactly("10.18.0.12", "fc00::c");
    }

    @Test
    void letsAnAddressThatWasGivenBackRestForAMinute() throws Exception {
        book.take(instance(0));
        book.giveBack(instance(0));
        clock.addAndGet(REST - 1);
        assertThat(book.take(instance(1)).all()).containsExactly("10.18.0.3", "fc00::3");
        clock.addAndGet(1);
        assertThat(book.take(instance(2)).all()).containsExactly("10.18.0.2", "fc00::2");
    }

    @Test
    void givesAnInstanceThatComesBackWhatItHad() throws Exception {
        var had = book.take(instance(0));
        book.take(instance(1));
        book.giveBack(instance(0));
        book.giveBack(instance(1));
        assertThat(book.take(instance(0))).isEqualTo(had);
    }

    @Test
    void refusesWhenAllAddressesAreTakenOrRest() throws Exception {
        for (var n = 0; n < 254; n++) {
            book.take(instance(n));
        }
        book.giveBack(instance(7));
        assertThatThrownBy(() -> book.take(instance(300))).hasMessageContaining("rest for 60 s");
        clock.addAndGet(REST);
        assertThat(book.take(instance(300)).all()).containsExactly("10.18.0.9", "fc00::9");
    }

    @Test
    void givesTheFirstInstanceTheSecondHostAddressOfEachFamily() throws Exception {
        assertThat(book.take(instance(0)).all()).containsExactly("10.18.0.2", "fc00::2");
    }

    @Test
    void answersTheSameInstanceTheSame() throws Exception {
        assertThat(book.take(instance(0))).isEqualTo(book.take(instance(0)));
    }

    @Test
    void goesOnWithIpv6AloneAfterSixtyOneInstances() throws Exception {
        for (var n = 0; n < 60; n++) {
            book.take(instance(n));
        }
        assertThat(book.take(instance(60)).v4()).contains("10.18.0.62");
        var next = book.take(instance(61));
        assertThat(next.v4()).isEmpty();
        assertThat(next.v6()).isPresent();
    }

    @Test
    void saysWhyAnInstanceHasNoIpv4AddressAndWhenTheNextOneWould() throws Exception {
        for (var n = 0; n < 61; n++) {
            book.take(instance(n));
        }
        assertThat(book.shortage(instance(60))).isEmpty();
        book.take(instance(61));
        assertThat(book.shortage(instance(61)).orElseThrow())
                .isEqualTo("IPv6 only: instances have all 61 IPv4 addresses of this worker;"
                        + " a new one gets one 60 s after another is gone");
        book.giveBack(instance(8));
        clock.addAndGet(Duration.ofMillis(17_500).toNanos());
        book.giveBack(instance(9));
        book.take(instance(62));
        assertThat(book.shortage(instance(62)).orElseThrow())
                .isEqualTo("IPv6 only: the 61 IPv4 addresses of this worker are taken or rest for 60 s after their use;"
                        + " a new instance gets one in 43 s");
        clock.addAndGet(Duration.ofSeconds(43).toNanos());
        book.take(instance(63));
        assertThat(book.shortage(instance(63))).isEmpty();
        book.giveBack(instance(62));
        assertThat(book.shortage(instance(62))).isEmpty();
    }

    @Test
    void saysWhyAnInstanceThatItFoundHasNoIpv4Address() {
        book.claim(instance(7), new InstanceAddresses(Optional.empty(), Optional.of("fc00::2")));
        assertThat(book.shortage(instance(7)).orElseThrow()).contains("IPv6 only", "was free when it came");
    }

    @Test
    void neverGivesOneAddressToTwo() throws Exception {
        var seen = new HashSet<String>();
        for (var n = 0; n < 254; n++) {
            assertThat(book.take(instance(n)).all()).allMatch(seen::add);
        }
    }

    @Test
    void passesOverWhatAnEarlierProcessGaveOut() throws Exception {
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
    void givesIpv6AloneWhereTheWorkerHasNoIpv4Subnet() throws Exception {
        var subnet = new NodeSubnet(Optional.empty(), numbered(7).subnet().v6());
        var ipv6Only = new AddressBook(new NodeAddresses(subnet), true, clock::get);
        assertThat(ipv6Only.take(instance(0)).all()).containsExactly("fc00::702");
        assertThat(ipv6Only.shortage(instance(0)).orElseThrow()).contains("this worker has no IPv4 subnet");
    }

    private static JsonNode vectors() throws IOException {
        try (var in = Objects.requireNonNull(AddressBookTest.class.getResourceAsStream(VECTORS))) {
            return new ObjectMapper().readTree(in).path("node_allocator");
        }
    }

    private static NodeAddresses numbered(int index) {
        return new NodeAddresses(NodeAddresses.numbered(index));
    }

    private static InstanceId instance(int number) {
        return new InstanceId(new ServiceId("0123456789abcdef01234567"), number);
    }
}
