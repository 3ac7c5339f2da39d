package holm.domain.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @Property
    void readsBackEveryIpv4AddressThatItWrote(@ForAll int bits) {
        var address = new Ipv4Address(bits);
        assertThat(Ipv4Address.tryParse(address.toString())).contains(address);
    }

    @Property
    void readsBackEveryIpv6AddressThatItWrote(@ForAll long high, @ForAll long low) {
        var address = new Ipv6Address(high, low);
        assertThat(Ipv6Address.tryParse(address.toString())).contains(address);
    }

    /** Small groups, because zeros are what the short spelling is about. */
    @Property
    void readsWhatTheJdkReads(@ForAll @Size(8) List<@IntRange(max = 2) Integer> groups) throws UnknownHostException {
        var text = String.join(":", groups.stream().map(Integer::toHexString).toList());
        var ours = Ipv6Address.tryParse(text).orElseThrow().toString();
        assertThat(InetAddress.getByName(ours)).isEqualTo(InetAddress.getByName(text));
        assertThat(ours.length()).isLessThanOrEqualTo(text.length());
        assertThat(Ipv6Address.tryParse(text.toUpperCase(Locale.ROOT)).orElseThrow())
                .hasToString(ours);
    }

    @Property
    void neverThrowsOnAnyText(@ForAll String text) {
        Ipv4Address.tryParse(text).ifPresent(address -> assertThat(address).hasToString(text));
        Ipv6Address.tryParse(text)
                .ifPresent(address ->
                        assertThat(Ipv6Address.tryParse(address.toString())).contains(address));
    }

    @Property
    void isInItsOwnNetwork(@ForAll long high, @ForAll long low, @ForAll @IntRange(max = 128) int length) {
        var address = new Ipv6Address(high, low);
        assertThat(address.isIn(address, length)).isTrue();
        var neighbour = length <= 64
                ? new Ipv6Address(high ^ (length == 0 ? 0 : 1L << (64 - length)), low)
                : new Ipv6Address(high, low ^ 1L << (128 - length));
        assertThat(neighbour.isIn(address, length)).isEqualTo(length == 0);
    }

    /** RFC 5952 4.2: at least two groups, the longest run, the first of equals. */
    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:0,::",
        "0:0:0:0:0:0:0:1,::1",
        "1:0:0:0:0:0:0:0,1::",
        "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1,2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1,2001:db8::1:0:0:1",
        "2001:0DB8::00AB,2001:db8::ab",
        "fdff:2000:0:0:0:0:55:55,fdff:2000::55:55",
        "1:2:3:4:5:6:7::,1:2:3:4:5:6:7:0"
    })
    void writesTheShortSpelling(String text, String canonical) {
        assertThat(Ipv6Address.tryParse(text).orElseThrow()).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "1::2::3",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "12345::",
                "g::",
                "::1.2.3.4",
                "fe80::1%1",
                " ::1",
                "::1 ",
                "::１"
            })
    void refusesOtherTexts(String text) {
        assertThat(Ipv6Address.tryParse(text)).isEmpty();
    }
}
