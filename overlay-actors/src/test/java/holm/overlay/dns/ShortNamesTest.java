package holm.overlay.dns;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.InstanceId;
import holm.domain.descriptor.ServiceName;
import holm.domain.route.RouteTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What instances of the service web, in shop.prod, mean by names without an end. */
class ShortNamesTest {
    private static final RouteTable CART = Tables.crowded(Tables.CART, 2);
    private static final RouteTable OTHER_NAMESPACE = Tables.table(5, new ServiceName("shop", "prod", "db", "data"))
            .with(Map.of("rr", Tables.pair("10.30.5.5", "")))
            .table();

    /** Knows what this worker does not. */
    private static final RemoteNames CLUSTER =
            (name, _) -> CompletableFuture.completedFuture(List.of(CART, OTHER_NAMESPACE).stream()
                    .filter(table -> table.name().equals(name))
                    .findFirst());

    @ParameterizedTest
    @CsvSource({
        "web., AAAA fdff:2000:0:0:0:0:0:5",
        "WEB., AAAA fdff:2000:0:0:0:0:0:5",
        "closest.web., AAAA fdff:1000:0:0:0:0:0:5",
        "0.web., AAAA fdff:0:0:0:0:0:0:7",
        "web.main., AAAA fdff:2000:0:0:0:0:0:5",
        "2.web.main., AAAA fdff:0:0:0:0:0:0:9"
    })
    void areServicesOfTheSameApplication(String name, String answer) throws IOException {
        try (var server = Server.alone()) {
            var reply = server.askAsInstance(name, Type.AAAA);
            assertThat(Server.rdata(reply)).containsExactly(answer);
            assertThat(reply.getSection(Section.ANSWER).getFirst().getName()).hasToString(name);
        }
    }

    @Test
    void areCompletedByTheSearchDomainOfAContainer() throws IOException {
        try (var server = Server.alone()) {
            var name = "web." + AddressName.searchDomain(Tables.CART) + ".";
            assertThat(Server.rdata(server.askAsInstance(name, Type.A))).containsExactly("A 10.30.0.5");
        }
    }

    @Test
    void meanNothingToWhoIsNoInstance() throws IOException {
        try (var server = Server.alone()) {
            assertThat(server.ask("web.", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
        }
    }

    @Test
    void ofServicesThatAreUnknownHereAreAskedAtTheClusterAndNotAbroad() throws IOException {
        try (var upstream = FakeUpstream.saying(7);
                var server = new Server(Server.asking(upstream), CLUSTER)) {
            assertThat(Server.rdata(server.askAsInstance("cart.", Type.A))).containsExactly("A 10.30.1.1");
            assertThat(Server.rdata(server.askAsInstance("1.cart.", Type.A))).containsExactly("A 10.30.2.1");
            assertThat(upstream.asked).isEmpty();
        }
    }

    @Test
    void ofNoServiceAreNamesOfTheLocalNetwork() throws IOException {
        try (var upstream = FakeUpstream.saying(7);
                var server = new Server(Server.asking(upstream), CLUSTER)) {
            assertThat(Server.rdata(server.askAsInstance("printer.", Type.A))).containsExactly("A 192.0.2.7");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"printer.", "random.org."})
    void areForwardedWhenTheClusterIsSilent(String name) throws IOException {
        try (var upstream = FakeUpstream.saying(7);
                var server = new Server(Server.asking(upstream), (_, _) -> new CompletableFuture<>())) {
            assertThat(Server.rdata(server.askAsInstance(name, Type.A))).containsExactly("A 192.0.2.7");
        }
    }

    @Test
    void withANamespaceNeverTakeTheNameOfSomebodyElse() throws IOException {
        var asked = new CopyOnWriteArrayList<ServiceName>();
        RemoteNames cluster = (name, asker) -> {
            asked.add(name);
            return CLUSTER.resolve(name, asker);
        };
        try (var upstream = FakeUpstream.saying(7);
                var server = new Server(Server.asking(upstream), cluster)) {
            assertThat(Server.rdata(server.askAsInstance("db.data.", Type.A))).containsExactly("A 192.0.2.7");
            assertThat(asked).isEmpty();
        }
    }

    @Test
    void withANamespaceAreAskedAtTheClusterWhenNobodyElseHasThem() throws IOException {
        try (var upstream = FakeUpstream.refusing(Rcode.NXDOMAIN);
                var server = new Server(Server.asking(upstream), CLUSTER)) {
            assertThat(Server.rdata(server.askAsInstance("db.data.", Type.A))).containsExactly("A 10.30.5.5");
            assertThat(server.askAsInstance("nothing.data.", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        }
    }

    @Test
    void withANamespaceAreNotSaidToBeMissingWhenNobodyAbroadAnswers() throws IOException {
        try (var silent = FakeUpstream.silent();
                var server = new Server(Server.asking(silent), CLUSTER)) {
            assertThat(server.askAsInstance("example.org.", Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
        }
    }

    @Test
    void withANamespaceWorkWithoutAWayOut() throws IOException {
        try (var silent = FakeUpstream.silent();
                var server = new Server(Server.asking(silent), CLUSTER);
                var alone = new Server(Upstreams.none(), CLUSTER)) {
            assertThat(Server.rdata(server.askAsInstance("db.data.", Type.A))).containsExactly("A 10.30.5.5");
            assertThat(Server.rdata(alone.askAsInstance("db.data.", Type.A))).containsExactly("A 10.30.5.5");
        }
    }

    @Test
    void meanTheAskersOwnApplication() throws IOException {
        var elsewhere = new ServiceName("blog", "prod", "web", "main");
        try (var server = Server.alone()) {
            server.names.put(Tables.table(6, elsewhere)
                    .with(Map.of("rr", Tables.pair("10.30.6.6", "")))
                    .table());
            assertThat(Server.rdata(server.askAsInstance("web.", Type.A))).containsExactly("A 10.30.0.5");
            server.names.attached(new InstanceId(Tables.id(6), 0), List.of("127.0.0.2"));
            assertThat(Server.rdata(server.askAsInstance("web.", Type.A))).containsExactly("A 10.30.6.6");
        }
    }

    @Test
    void areNoLongerKnownWhenTheServiceIsGone() throws IOException {
        try (var server = new Server(Upstreams.none(), (_, _) -> CompletableFuture.completedFuture(Optional.empty()))) {
            server.names.remove(Tables.WEB_TABLE.service());
            assertThat(server.askAsInstance("web.", Type.A).getSection(Section.ANSWER))
                    .isEmpty();
        }
    }
}
