package holm.overlay.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.domain.InstanceId;
import holm.domain.address.Policies;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ForwardingTest {
    private static final String NAME = "example.org.";
    private static final String WEB = "web.main.shop.prod.holm.";
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void handsOnWhatTheUpstreamServerSays() throws IOException {
        try (var upstream = FakeUpstream.saying(7);
                var server = Server.with(upstream)) {
            var reply = server.ask(NAME, Type.A);
            assertThat(Server.rdata(reply)).containsExactly("A 192.0.2.7");
            assertThat(reply.getHeader().getFlag(Flags.RA)).isTrue();
            assertThat(reply.getHeader().getFlag(Flags.AA)).isFalse();
            assertThat(server.server.counts().forwarded()).isEqualTo(1);
        }
    }

    @Test
    void handsOnThatANameDoesNotExist() throws IOException {
        try (var upstream = FakeUpstream.refusing(Rcode.NXDOMAIN);
                var server = Server.with(upstream)) {
            assertThat(server.ask(NAME, Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
            assertThat(upstream.asked).hasSize(1);
        }
    }

    @Test
    void neverSendsNamesOfServicesAbroad() throws IOException {
        try (var upstream = FakeUpstream.saying(7);
                var server = Server.with(upstream)) {
            for (var name : List.of("nothing.main.shop.prod.holm.", "holm.", "1.0.30.10.in-addr.arpa.")) {
                server.ask(name, Type.A);
            }
            assertThat(upstream.asked).isEmpty();
        }
    }

    @Test
    void asksWithAnotherIdAndPortEachTime() throws IOException {
        try (var upstream = FakeUpstream.saying(7);
                var server = Server.with(upstream)) {
            for (var n = 0; n < 20; n++) {
                server.ask(NAME, Type.A);
            }
            var ids = new HashSet<Integer>();
            upstream.asked.forEach(query -> ids.add(query.getHeader().getID()));
            // By chance two of 20 are equal once in 340 runs; four are never.
            assertThat(ids).hasSizeGreaterThan(16);
            assertThat(new HashSet<>(upstream.askers)).hasSizeGreaterThan(16);
        }
    }

    @Test
    void speaksEdnsUpstreamOnlyWhenTheClientDoes() throws IOException {
        try (var upstream = FakeUpstream.saying(7);
                var server = Server.with(upstream)) {
            server.ask(NAME, Type.A);
            var query = Server.query(NAME, Type.A);
            query.addRecord(new OPTRecord(4096, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
            var reply = server.ask(Server.MACHINE, query);
            assertThat(upstream.asked.getFirst().getOPT()).isNull();
            assertThat(upstream.asked.getLast().getOPT().getFlags()).isEqualTo(ExtendedFlags.DO);
            assertThat(reply.getOPT().getFlags()).isEqualTo(ExtendedFlags.DO);
        }
    }

    /** Each comes before the right answer, which has the address 192.0.2.1. */
    @ParameterizedTest
    @ValueSource(strings = {"wrong id", "other name", "other type", "a query", "noise", "nothing", "cut"})
    void waitsForTheRightAnswerWhenSomethingElseComesBefore(String lie) throws IOException {
        try (var upstream = new FakeUpstream(
                        query -> List.of(
                                lie(lie, query), FakeUpstream.answer(query, 1).toWire()),
                        query -> new byte[0]);
                var server = new Server(Server.asking(upstream), Server.nothingElse(), LONG)) {
            assertThat(Server.rdata(server.ask(NAME, Type.A))).containsExactly("A 192.0.2.1");
            assertThat(upstream.asked).hasSize(1);
        }
    }

    private static byte[] lie(String lie, Message query) {
        var other = Server.query("example.net.", Type.A);
        var otherType = Server.query(NAME, Type.AAAA);
        other.getHeader().setID(query.getHeader().getID());
        otherType.getHeader().setID(query.getHeader().getID());
        UnaryOperator<Message> answered = message -> FakeUpstream.answer(message, 66);
        return switch (lie) {
            case "wrong id" -> {
                var message = answered.apply(query);
                message.getHeader().setID(query.getHeader().getID() ^ 1);
                yield message.toWire();
            }
            case "other name" -> answered.apply(other).toWire();
            case "other type" -> answered.apply(otherType).toWire();
            case "a query" -> query.toWire();
            case "noise" -> noise();
            case "nothing" -> new byte[0];
            default -> Arrays.copyOf(answered.apply(query).toWire(), 40);
        };
    }

    private static byte[] noise() {
        var bytes = new byte[200];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @Test
    void asksOverTcpWhenTheAnswerWasTruncated() throws IOException {
        try (var upstream = new FakeUpstream(
                        query -> {
                            var cut = FakeUpstream.answer(query, 1);
                            cut.getHeader().setFlag(Flags.TC);
                            return List.of(cut.toWire());
                        },
                        query -> FakeUpstream.answer(query, 2).toWire());
                var server = new Server(Server.asking(upstream), Server.nothingElse(), LONG)) {
            assertThat(Server.rdata(server.ask(NAME, Type.A))).containsExactly("A 192.0.2.2");
        }
    }

    @Test
    void takesTheNextServerWhenOneIsSilentAndBeginsWithThatFromThenOn() throws IOException {
        try (var silent = FakeUpstream.silent();
                var upstream = FakeUpstream.saying(7);
                var server = Server.with(silent, upstream)) {
            for (var n = 0; n < 3; n++) {
                assertThat(Server.rdata(server.ask(NAME, Type.A))).containsExactly("A 192.0.2.7");
            }
            assertThat(silent.asked).hasSize(1);
            assertThat(upstream.asked).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED})
    void takesTheNextServerWhenOneCannot(int rcode) throws IOException {
        try (var unable = FakeUpstream.refusing(rcode);
                var upstream = FakeUpstream.saying(7);
                var server = Server.with(unable, upstream)) {
            assertThat(Server.rdata(server.ask(NAME, Type.A))).containsExactly("A 192.0.2.7");
        }
        try (var unable = FakeUpstream.refusing(rcode);
                var server = Server.with(unable)) {
            assertThat(server.ask(NAME, Type.A).getRcode()).isEqualTo(rcode);
            assertThat(unable.asked).hasSize(1);
        }
    }

    @Test
    void saysThatItFailedWhenAllAreSilentAfterAskingAgain() throws IOException {
        try (var silent = FakeUpstream.silent();
                var server = Server.with(silent)) {
            assertThat(server.ask(NAME, Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
            assertThat(silent.asked).hasSize(DnsLimits.UPSTREAM_ATTEMPTS);
            assertThat(server.server.counts().failed()).isEqualTo(1);
        }
    }

    @Test
    void saysThatItFailedWhenNobodyListensThere() throws IOException {
        var gone = FakeUpstream.silent();
        gone.close();
        try (var server = new Server(Server.asking(gone), Server.nothingElse(), LONG)) {
            // In far less than the patience, because the kernel says that the port is closed.
            assertThat(server.ask(NAME, Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
        }
    }

    @Test
    void refusesToRecurseForWhoDoesNotAskForIt() throws IOException {
        try (var upstream = FakeUpstream.saying(7);
                var server = Server.with(upstream)) {
            var query = Server.query(NAME, Type.A);
            query.getHeader().unsetFlag(Flags.RD);
            assertThat(server.ask(Server.MACHINE, query).getRcode()).isEqualTo(Rcode.REFUSED);
        }
    }

    @Test
    void answersLocalNamesWhileUpstreamServersAreSilentAndRefusesOnlyTheClientThatAsksTooMuch() throws IOException {
        try (var silent = FakeUpstream.silent();
                var server = new Server(Server.asking(silent), Server.nothingElse(), LONG)) {
            var waiting = new ArrayList<CompletionStage<Message>>();
            var client = Server.client(server.v4(), Server.INSTANCE);
            IntStream.range(0, DnsLimits.FORWARDS_PER_CLIENT)
                    .forEach(n -> waiting.add(client.sendAsync(Server.query("n" + n + ".example.org.", Type.A))));
            await().until(() -> silent.asked.size() == DnsLimits.FORWARDS_PER_CLIENT);

            assertThat(server.askAsInstance(NAME, Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
            assertThat(Server.rdata(server.askAsInstance("web.main.shop.prod.holm.", Type.A)))
                    .containsExactly("A 10.30.0.5");
            assertThat(waiting).noneMatch(each -> each.toCompletableFuture().isDone());
        }
    }

    @Test
    void neverAsksItself() throws Exception {
        var random = new Random(1);
        var self = new InetSocketAddress(Server.MACHINE, 5353);
        var forwarder = new Forwarder(() -> List.of(self), Set.of(self), LONG, random);
        assertThat(forwarder.forward(Server.query(NAME, Type.A), Server.MACHINE))
                .isEmpty();
    }

    @Test
    void servesOnlyInstancesOfThisWorkerAndTheMachineItself() throws Exception {
        try (var upstream = FakeUpstream.saying(7)) {
            var names = new KnownNames(Policies.BUILT_IN);
            names.put(Tables.WEB_TABLE);
            names.attached(new InstanceId(Tables.WEB_TABLE.service(), 0), List.of("10.18.0.2"));
            var bridge = Literals.tryParse("10.18.0.1").orElseThrow();
            var forwarder = new Forwarder(Server.asking(upstream), Set.of(), LONG, new Random(1));
            var resolution =
                    new Resolution(names, new Inquiries(Server.nothingElse(), LONG), forwarder, Set.of(bridge));

            for (var served : List.of("10.18.0.1", "10.18.0.2", "127.0.0.1", "::1")) {
                assertThat(rcode(resolution, NAME, served)).as(served).isEqualTo(Rcode.NOERROR);
                assertThat(rcode(resolution, WEB, served)).as(served).isEqualTo(Rcode.NOERROR);
            }
            for (var stranger : List.of("192.0.2.1", "10.18.0.3", "2001:db8::1")) {
                assertThat(rcode(resolution, NAME, stranger)).as(stranger).isEqualTo(Rcode.REFUSED);
                for (var name : List.of(WEB, "shop.prod.holm.")) {
                    assertThat(rcode(resolution, name, stranger)).as(stranger).isEqualTo(Rcode.REFUSED);
                }
            }
        }
    }

    private static int rcode(Resolution resolution, String name, String client) throws Exception {
        return resolution
                .resolve(Server.query(name, Type.A), Literals.tryParse(client).orElseThrow())
                .reply()
                .getRcode();
    }

    @Test
    void handsOnRecordsOfTypesThatItDoesNotKnow() throws IOException {
        var unknown = Record.newRecord(Name.fromConstantString(NAME), 65_280, DClass.IN, 60, new byte[] {1, 2, 3});
        try (var upstream = new FakeUpstream(
                        query -> {
                            var message = FakeUpstream.answer(query, 1);
                            message.addRecord(unknown, Section.ADDITIONAL);
                            return List.of(message.toWire());
                        },
                        query -> new byte[0]);
                var server = Server.with(upstream)) {
            assertThat(server.ask(NAME, Type.A).getSection(Section.ADDITIONAL)).contains(unknown);
        }
    }
}
