package holm.overlay.plane;

import static holm.overlay.plane.Tables.address;
import static holm.overlay.plane.Tables.service;
import static holm.overlay.plane.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.overlay.NetworkFailure;
import holm.overlay.balance.Destination;
import holm.overlay.balance.Mode;
import holm.overlay.balance.Target;
import holm.testing.Needs;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reaches whom, how, and as whom. */
@Needs.Root
class ReachTest extends OnTwoHosts {
    /** A refusal comes at once; a lost packet would be sent again after a second. */
    private static final Duration AT_ONCE = Duration.ofMillis(900);

    private Instance client;
    private Instance server;

    ReachTest() {
        super("r");
    }

    @BeforeAll
    void startInstances() throws Exception {
        client = home.instance().serve();
        server = away.instance().serve();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theServerSeesTheClientsNamespaceAddress(boolean v6) throws Exception {
        home.install(table(1, 1, Mode.SINGLE, server));
        var answer = Caller.in(client).ask(address(1, v6));
        assertThat(answer).isEqualTo(new Caller.Answer(server.name(), client.address(v6)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anInstanceReachesItselfThroughItsService(boolean v6) throws Exception {
        home.install(table(2, 1, Mode.SINGLE, client));
        assertThat(Caller.in(client).ask(address(2, v6)).name()).isEqualTo(client.name());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServiceAnswersPing(boolean v6) throws Exception {
        home.install(table(3, 1, Mode.ROUND_ROBIN, server, client));
        assertThat(client.inside().run("busybox", v6 ? "ping6" : "ping", "-c", "2", "-W", "5", address(3, v6)))
                .contains(" 0% packet loss");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aProcessOfTheHostReachesAService(boolean v6) throws Exception {
        home.install(table(4, 1, Mode.ROUND_ROBIN, server, client));
        var answers =
                List.of(Caller.in(home).ask(address(4, v6)), Caller.in(home).ask(address(4, v6)));
        assertThat(answers)
                .containsExactlyInAnyOrder(
                        new Caller.Answer(server.name(), home.bridge(v6)),
                        new Caller.Answer(client.name(), home.bridge(v6)));
    }

    @ParameterizedTest
    @CsvSource({"1", "100", "1400", "1422", "1423", "2000", "4000", "9000"})
    void aDatagramArrivesWhole(int length) throws Exception {
        home.install(table(5, 1, Mode.SINGLE, server));
        for (var v6 : new boolean[] {false, true}) {
            assertThat(Caller.in(client).send(address(5, v6), length)).isEqualTo(server.name() + " " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEmptyDatagramArrives(boolean v6) throws Exception {
        home.install(table(13, 1, Mode.SINGLE, server));
        assertThat(Caller.in(client).sendNothing(address(13, v6))).isEqualTo(server.name() + " 0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServiceWithoutEndpointsRefusesAtOnce(boolean v6) throws Exception {
        home.install(table(6, 1, Mode.ROUND_ROBIN));
        for (var caller : List.of(Caller.in(client), Caller.in(home))) {
            assertRefusedAtOnce(caller, address(6, v6));
        }
    }

    @Test
    void strangersCannotSendThroughTheTunnel() throws Exception {
        home.install(table(9, 1, Mode.SINGLE, server));
        away.inside().call(() -> away.plane().peers(List.of()));
        try {
            assertThatThrownBy(() -> Caller.in(client).send(address(9, false), 100, 1_000))
                    .isInstanceOf(SocketTimeoutException.class);
        } finally {
            lab.introduce();
        }
        assertThat(Caller.in(client).send(address(9, false), 100)).isEqualTo(server.name() + " 100");
    }

    @Test
    void whatIsNoAddressOfAServiceIsRefusedAndChangesNothing() throws Exception {
        home.install(table(10, 1, Mode.SINGLE, server));
        for (var destination : List.of(
                new Destination("192.0.2.1", Mode.SINGLE, List.of()),
                new Destination("10.30.0.010", Mode.SINGLE, List.of()),
                new Destination("fdff:2000:0::9", Mode.SINGLE, List.of()),
                new Destination("10.30.0.9 } ; flush ruleset", Mode.SINGLE, List.of()),
                new Destination("10.30.0.9", Mode.SINGLE, List.of(new Target("fc00::9", 1))),
                new Destination("10.30.0.9", Mode.SINGLE, List.of(new Target("10.18.0.256", 1))))) {
            assertThatThrownBy(() -> home.install(new ServiceTable(service(10), 2, List.of(destination))))
                    .isInstanceOf(NetworkFailure.class);
        }
        assertThat(Caller.in(client).ask(address(10, false)).name()).isEqualTo(server.name());
        home.install(table(10, 1, Mode.SINGLE, client));
        assertThat(Caller.in(home).ask(address(10, false)).name()).isEqualTo(client.name());
    }

    @Test
    void useIsSeenWhileAFlowLastsAndIsHeldAfterwards() throws Exception {
        home.install(table(11, 1, Mode.SINGLE, server), table(12, 1, Mode.SINGLE, server));
        try (var call = Caller.in(client).connect(address(11, false))) {
            call.echo("hello");
            assertThat(home.inside().call(() -> home.plane().usedWithin(Duration.ofSeconds(60))))
                    .contains(address(11, false))
                    .doesNotContain(address(12, false));
        }
        assertThat(home.inside().call(() -> home.plane().held()))
                .contains(address(11, false))
                .doesNotContain(address(12, false));
    }

    @Test
    void everybodyHasTheMtuThatFitsIntoTheTunnel() throws Exception {
        assertThat(client.inside().run("ip", "link", "show", "eth0")).contains("mtu 1450");
        assertThat(home.inside().run("ip", "link", "show", home.network().name()))
                .contains("mtu 1450");
    }

    private static void assertRefusedAtOnce(Caller caller, String address) {
        var start = System.nanoTime();
        assertThatThrownBy(() -> caller.ask(address)).isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
    }
}
