package holm.overlay.plane;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class IpPacketTest {
    private static final int ICMP = 1;
    private static final int ICMP_V6 = 58;

    @Test
    void saysWhereItGoes() {
        assertThat(Packets.udp4("10.18.0.2", "10.30.1.2").destination()).isEqualTo("10.30.1.2");
        assertThat(Packets.udp6("fc00::2", "fdff:2000::9").destination()).isEqualTo("fdff:2000::9");
    }

    @Property
    void anyBytesAreReadOrNot(@ForAll byte[] bytes) {
        IpPacket.read(bytes).ifPresent(packet -> {
            assertThat(packet.destination()).isNotEmpty();
            assertThat(packet.source()).isNotEmpty();
            assertThat(packet.mayBeAnswered()).isIn(true, false);
        });
    }

    @Test
    void isNoneWhenItsLengthsContradict() {
        for (var packet : new byte[][] {
            Packets.bytes4("10.18.0.2", "10.30.0.1", ICMP), Packets.bytes6("fc00::2", "fdff::1", ICMP_V6)
        }) {
            assertThat(IpPacket.read(packet)).isPresent();
            for (var length = 0; length < packet.length; length++) {
                assertThat(IpPacket.read(Arrays.copyOf(packet, length))).isEmpty();
            }
            assertThat(IpPacket.read(Arrays.copyOf(packet, packet.length + 1))).isEmpty();
        }
        var longHeader = Packets.bytes4("10.18.0.2", "10.30.0.1", ICMP);
        longHeader[0] = 0x4f;
        assertThat(IpPacket.read(longHeader)).isEmpty();
    }

    @Test
    void anErrorAndALaterFragmentAreNotAnswered() {
        assertThat(Packets.udp4("10.18.0.2", "10.30.0.1").mayBeAnswered()).isTrue();
        assertThat(Packets.udp6("fc00::2", "fdff::1").mayBeAnswered()).isTrue();
        var error4 = Packets.bytes4("10.18.0.2", "10.30.0.1", ICMP);
        error4[20] = 3;
        assertThat(IpPacket.read(error4).orElseThrow().mayBeAnswered()).isFalse();
        error4[20] = 8;
        assertThat(IpPacket.read(error4).orElseThrow().mayBeAnswered()).isTrue();
        var error6 = Packets.bytes6("fc00::2", "fdff::1", ICMP_V6);
        error6[40] = 1;
        assertThat(IpPacket.read(error6).orElseThrow().mayBeAnswered()).isFalse();
        error6[40] = (byte) 128;
        assertThat(IpPacket.read(error6).orElseThrow().mayBeAnswered()).isTrue();
        var fragment = Packets.bytes4("10.18.0.2", "10.30.0.1", ICMP);
        fragment[7] = 1;
        fragment[20] = 8;
        assertThat(IpPacket.read(fragment).orElseThrow().mayBeAnswered()).isFalse();
    }

    @Test
    void theAnswerGoesBackAndQuotesThePacket() {
        var question = Packets.udp4("10.18.0.2", "10.30.0.1");
        var answer = Unreachable.answer(question, Ipv4Address.parse("10.18.0.1"));
        assertThat(IpPacket.read(answer).orElseThrow().destination()).isEqualTo("10.18.0.2");
        assertThat(answer[20]).isEqualTo((byte) 3);
        assertThat(Arrays.copyOfRange(answer, 28, answer.length)).isEqualTo(question.bytes());
        var question6 = Packets.udp6("fc00::2", "fdff::1");
        var answer6 = Unreachable.answer(question6, Ipv6Address.parse("fc00::1"));
        assertThat(IpPacket.read(answer6).orElseThrow().destination()).isEqualTo("fc00::2");
        assertThat(Arrays.copyOfRange(answer6, 48, answer6.length)).isEqualTo(question6.bytes());
    }
}
