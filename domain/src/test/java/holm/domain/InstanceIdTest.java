package holm.domain;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceIdTest {
    @Property
    void readsBackWhatItWrote(@ForAll @Size(12) byte[] random, @ForAll @IntRange(max = Integer.MAX_VALUE) int number) {
        var id = new InstanceId(new ServiceId(HexId.of(random)), number);
        assertThat(InstanceId.parse(id.toString())).isEqualTo(id);
    }

    @Property
    void neverThrowsOnAnyText(@ForAll String text) {
        assertThat(InstanceId.tryParse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789abcdef01234567",
                "0123456789abcdef01234567.",
                "0123456789abcdef01234567.-1",
                "0123456789abcdef01234567.+1",
                "0123456789abcdef01234567.01",
                "0123456789abcdef01234567.2147483648",
                "0123456789ABCDEF01234567.1",
                "0123456789abcdef0123456.1",
                "0123456789abcdef01234567.1.1"
            })
    void isNoOtherText(String text) {
        assertThat(InstanceId.tryParse(text)).isEmpty();
    }
}
