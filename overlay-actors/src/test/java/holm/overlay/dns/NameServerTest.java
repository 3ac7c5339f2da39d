package holm.overlay.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class NameServerTest {
    private Server server;

    @BeforeEach
    void open() throws IOException {
        server = Server.alone();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "web.main.shop.prod.holm., A, A 10.30.0.5",
        "web.main.shop.prod.holm., AAAA, AAAA fdff:2000:0:0:0:0:0:5",
        "closest.web.main.shop.prod.holm., AAAA, AAAA fdff:1000:0:0:0:0:0:5",
        "2.web.main.shop.prod.holm., A, A 10.30.0.9",
        "2.web.main.shop.prod.holm., AAAA, AAAA fdff:0:0:0:0:0:0:9"
    })
    void answersWithTheAddressOfAServiceAPolicyOrAnInstance(String name, String type, String answer)
            throws IOException {
        var reply = server.ask(name, Type.value(type));
        assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(Server.rdata(reply)).containsExactly(answer);
        assertThat(reply.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(reply.getSection(Section.ANSWER)).allMatch(each -> each.getTTL() == DnsLimits.TTL.toSeconds());
    }

    @Test
    void answersOverIpv6() throws IOException {
        var resolver = Server.client(server.server.addresses().getLast(), InetAddress.ofLiteral("::1"));
        assertThat(Server.rdata(resolver.send(Server.query("web.main.shop.prod.holm.", Type.A))))
                .containsExactly("A 10.30.0.5");
    }

    @Test
    void answersInTheLettersOfTheQuestion() throws IOException {
        var reply = server.ask("wEb.MAIN.shOp.prod.HoLm.", Type.A);
        assertThat(reply.getSection(Section.ANSWER).getFirst().getName()).hasToString("wEb.MAIN.shOp.prod.HoLm.");
        assertThat(reply.getQuestion().getName()).hasToString("wEb.MAIN.shOp.prod.HoLm.");
    }

    @ParameterizedTest
    @CsvSource({
        "web.main.shop.prod.holm., TXT",
        "web.main.shop.prod.holm., MX",
        "web.main.shop.prod.holm., SRV",
        "closest.web.main.shop.prod.holm., A",
        "0.web.main.shop.prod.holm., A",
        "main.shop.prod.holm., A",
        "prod.holm., AAAA",
        "holm., A",
        "5.0.30.10.in-addr.arpa., A"
    })
    void saysThatANameExistsButHasNothingOfTheType(String name, String type) throws IOException {
        var reply = server.ask(name, Type.value(type));
        assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(reply.getSection(Section.ANSWER)).isEmpty();
        assertThat(remembered(reply)).isEqualTo(DnsLimits.NEGATIVE_TTL.toSeconds());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cart.main.shop.prod.holm.",
                "1.web.main.shop.prod.holm.",
                "random.web.main.shop.prod.holm.",
                "nonsense.web.main.shop.prod.holm.",
                "shop.test.holm.",
                "nothing.holm.",
                "1.0.30.10.in-addr.arpa.",
                "1.30.10.in-addr.arpa."
            })
    void saysThatANameDoesNotExistAndForHowLongToRememberThat(String name) throws IOException {
        var reply = server.ask(name, Type.A);
        assertThat(reply.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(reply.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(remembered(reply)).isEqualTo(DnsLimits.NEGATIVE_TTL.toSeconds());
    }

    /** RFC 2308 5: the smaller of the SOA's own time to live and its minimum. */
    private static long remembered(Message reply) {
        var soa = (SOARecord) reply.getSection(Section.AUTHORITY).getFirst();
        return Math.min(soa.getTTL(), soa.getMinimum());
    }

    @Test
    void hasAStartOfAuthorityAtTheTop() throws IOException {
        assertThat(Server.rdata(server.ask("HOLM.", Type.SOA)))
                .singleElement()
                .asString()
                .startsWith("SOA HOLM. ");
    }

    @ParameterizedTest
    @CsvSource({
        "5.0.30.10.in-addr.arpa., web.main.shop.prod.holm.",
        "9.0.30.10.in-addr.arpa., 2.web.main.shop.prod.holm.",
        "2.0.18.10.in-addr.arpa., 0.web.main.shop.prod.holm.",
        "5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.f.f.d.f.ip6.arpa., closest.web.main.shop.prod.holm."
    })
    void saysWhoseAnAddressIs(String reverse, String name) throws IOException {
        assertThat(Server.rdata(server.ask(reverse, Type.PTR))).containsExactly("PTR " + name);
    }

    @Test
    void answersAnyWithWhatThereIs() throws IOException {
        assertThat(Server.rdata(server.ask("web.main.shop.prod.holm.", Type.ANY)))
                .containsExactly("A 10.30.0.5", "AAAA fdff:2000:0:0:0:0:0:5");
    }

    @Test
    void refusesForeignNamesWithoutUpstreamServers() throws IOException {
        assertThat(server.ask("example.org.", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void refusesWishesThatAreNoQuestionsForAnAddress() throws IOException {
        var copy = new Message(server.datagram(Server.query("holm.", Type.AXFR).toWire()));
        assertThat(copy.getRcode()).isEqualTo(Rcode.REFUSED);
        var chaos = Message.newQuery(Record.newRecord(Name.fromConstantString("version.bind."), Type.TXT, DClass.CH));
        assertThat(server.ask(Server.MACHINE, chaos).getRcode()).isEqualTo(Rcode.REFUSED);
        var update = Server.query("holm.", Type.SOA);
        update.getHeader().setOpcode(Opcode.NOTIFY);
        assertThat(server.ask(Server.MACHINE, update).getRcode()).isEqualTo(Rcode.NOTIMP);
    }

    @Test
    void seesATableAsSoonAsItIsThere() throws IOException {
        assertThat(server.ask("cart.main.shop.prod.holm.", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        server.names.put(Tables.crowded(Tables.CART, 1));
        assertThat(Server.rdata(server.ask("cart.main.shop.prod.holm.", Type.A)))
                .containsExactly("A 10.30.1.1");
    }

    @Test
    void asksTheClusterAboutServicesThatAreUnknownHere() throws IOException {
        var cart = Tables.crowded(Tables.CART, 4);
        RemoteNames cluster = (name, _) -> CompletableFuture.completedFuture(
                Optional.of(cart).filter(table -> table.name().equals(name)));
        try (var asking = new Server(Upstreams.none(), cluster)) {
            assertThat(Server.rdata(asking.ask("3.cart.main.shop.prod.holm.", Type.A)))
                    .containsExactly("A 10.30.2.3");
            assertThat(asking.ask("bill.main.shop.prod.holm.", Type.A).getRcode())
                    .isEqualTo(Rcode.NXDOMAIN);
        }
    }

    @Test
    void saysThatItFailedWhenTheClusterIsSilentAndStillKnowsWhatIsHere() throws IOException {
        try (var asking = new Server(Upstreams.none(), (_, _) -> new CompletableFuture<>())) {
            assertThat(asking.ask("cart.main.shop.prod.holm.", Type.A).getRcode())
                    .isEqualTo(Rcode.SERVFAIL);
            assertThat(asking.ask("web.main.shop.prod.holm.", Type.A).getRcode())
                    .isEqualTo(Rcode.NOERROR);
            assertThat(asking.server.counts().failed()).isEqualTo(1);
        }
    }

    @Test
    void answersSeveralQuestionsOverOneConnection() throws IOException {
        try (var socket = server.connect()) {
            var first = Server.query("web.main.shop.prod.holm.", Type.A);
            var second = Server.query("nothing.holm.", Type.A);
            Frames.write(socket, first.toWire());
            Frames.write(socket, second.toWire());
            assertThat(Server.rdata(Server.read(socket))).containsExactly("A 10.30.0.5");
            var reply = Server.read(socket);
            assertThat(reply.getHeader().getID()).isEqualTo(second.getHeader().getID());
            assertThat(reply.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        }
    }

    @Test
    void takesABoundedNumberOfConnectionsFromOneClient() throws IOException {
        var sockets = new ArrayList<Socket>();
        for (var n = 0; n < DnsLimits.CONNECTIONS_PER_CLIENT; n++) {
            var socket = server.connect();
            sockets.add(socket);
            Frames.write(socket, Server.query("holm.", Type.SOA).toWire());
            assertThat(Server.read(socket).getRcode()).isEqualTo(Rcode.NOERROR);
        }
        try (var oneTooMany = server.connect()) {
            assertThat(Frames.read(oneTooMany, Duration.ofSeconds(30), 512)).isEmpty();
        }
        for (var socket : sockets) {
            socket.close();
        }
    }

    @Test
    void namesTheAddressThatItCannotListenOn() {
        var taken = server.v4();
        var settings = new NameServerSettings(
                List.of(taken.getAddress()), taken.getPort(), Upstreams.none(), Duration.ZERO, Duration.ZERO);
        assertThatThrownBy(() -> NameServer.open(settings, server.names, Server.nothingElse()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1 port " + taken.getPort());
    }

    @Test
    void countsEachQueryOnce() throws IOException {
        server.ask("web.main.shop.prod.holm.", Type.A);
        server.ask("nothing.holm.", Type.A);
        server.ask("example.org.", Type.A);
        server.throwsAway(new byte[3]);
        var counts = server.server.counts();
        assertThat(counts.queries()).isEqualTo(4);
        assertThat(counts.answered()).isEqualTo(2);
        assertThat(counts.refused()).isEqualTo(1);
        assertThat(counts.dropped()).isEqualTo(1);
    }
}
