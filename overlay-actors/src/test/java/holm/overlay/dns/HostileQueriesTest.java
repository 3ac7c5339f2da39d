package holm.overlay.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class HostileQueriesTest {
    private static final byte[] GOOD =
            Server.query("web.main.shop.prod.holm.", Type.A).toWire();

    private static Server server;

    @BeforeContainer
    static void open() throws IOException {
        server = Server.alone();
    }

    @AfterContainer
    static void close() throws IOException {
        server.close();
    }

    @Property(tries = 300)
    void answersTheNextQueryWhateverTheBytesWere(@ForAll("hostile") byte[] bytes) throws IOException {
        try (var socket = new DatagramSocket(new InetSocketAddress(Server.MACHINE, 0))) {
            socket.send(new DatagramPacket(bytes, bytes.length, server.v4()));
        }
        assertServes();
    }

    @Property(tries = 100)
    void answersTheNextConnectionWhateverTheBytesWere(@ForAll("hostile") byte[] bytes) throws IOException {
        try (var socket = server.connect()) {
            socket.getOutputStream().write(bytes);
        }
        try (var socket = server.connect()) {
            Frames.write(socket, GOOD);
            assertThat(Server.rdata(Server.read(socket))).containsExactly("A 10.30.0.5");
        }
    }

    /** Noise, a good query cut short, and a good query with a few wrong bytes. */
    @Provide
    Arbitrary<byte[]> hostile() {
        var noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(1_500);
        var cut = Arbitraries.integers().between(0, GOOD.length - 1).map(length -> Arrays.copyOf(GOOD, length));
        var wrong = Combinators.combine(Arbitraries.integers().between(2, GOOD.length - 1), Arbitraries.bytes())
                .as((at, value) -> {
                    var bytes = GOOD.clone();
                    bytes[at] = value;
                    return bytes;
                });
        return Arbitraries.oneOf(List.of(noise, cut, wrong));
    }

    @Example
    void saysNothingToWhatIsNoQuery() throws IOException {
        server.throwsAway(new byte[0]);
        server.throwsAway(new byte[11]);
        var answer = new Message(GOOD);
        answer.getHeader().setFlag(Flags.QR);
        server.throwsAway(answer.toWire()); // or two servers would talk for ever
        assertServes();
    }

    @Example
    void saysThatAQueryIsMalformedAndNothingElse() throws IOException {
        var cut = server.datagram(Arrays.copyOf(GOOD, GOOD.length - 3));
        assertThat(new Message(cut).getRcode()).isEqualTo(Rcode.FORMERR);
        assertThat(new Message(cut).getHeader().getID())
                .isEqualTo(new Message(GOOD).getHeader().getID());
        assertThat(cut).hasSize(12);

        var empty = new Message(7);
        assertThat(new Message(server.datagram(empty.toWire())).getRcode()).isEqualTo(Rcode.FORMERR);
    }

    @Example
    void takesNoMessageThatIsLargerThanAnyQuery() throws IOException {
        var huge = Arrays.copyOf(GOOD, 60_000);
        assertThat(new Message(server.datagram(huge)).getRcode()).isEqualTo(Rcode.FORMERR);
        try (var socket = server.connect()) {
            socket.getOutputStream().write(new byte[] {(byte) 0xff, (byte) 0xff});
            assertThat(socket.getInputStream().read())
                    .as("closed at the length")
                    .isEqualTo(-1);
        }
        assertServes();
    }

    @Example
    void isNotLedRoundByACompressedName() throws IOException {
        var pointers = List.of(0xc00c, 0xc00e, 0xc00d, 0xffff);
        for (var pointer : pointers) {
            var query = ByteBuffer.allocate(20)
                    .putShort((short) 1)
                    .putShort((short) 0x0100)
                    .putShort((short) 1)
                    .putLong(12, 0)
                    .position(12)
                    .putShort((short) (int) pointer)
                    .putShort((short) Type.A)
                    .putShort((short) 1)
                    .array();
            assertThat(new Message(server.datagram(query)).getRcode()).isEqualTo(Rcode.FORMERR);
        }
        assertServes();
    }

    @Example
    void refusesAnEdnsVersionThatItDoesNotSpeak() throws IOException {
        var query = new Message(GOOD);
        query.addRecord(new OPTRecord(4096, 0, 1), Section.ADDITIONAL);
        assertThat(new Message(server.datagram(query.toWire())).getRcode()).isEqualTo(Rcode.BADVERS);
    }

    private static void assertServes() throws IOException {
        assertThat(server.server.counts().failed()).isZero();
        assertThat(Server.rdata(server.ask("web.main.shop.prod.holm.", Type.A))).containsExactly("A 10.30.0.5");
    }
}
