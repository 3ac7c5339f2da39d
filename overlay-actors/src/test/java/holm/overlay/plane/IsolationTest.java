package holm.overlay.plane;

import static holm.overlay.plane.Tables.address;
import static holm.overlay.plane.Tables.service;
import static holm.overlay.plane.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import holm.domain.Protocol;
import holm.domain.descriptor.PortMapping;
import holm.overlay.balance.Mode;
import holm.testing.Needs;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom an isolated instance lets in, with real packets: it is on {@code away}, callers are on both hosts. */
@Needs.Root
class IsolationTest extends OnTwoHosts {
    private static final int NUMBER = 1;

    private Instance client;
    private Instance stranger;
    private Instance neighbour;
    private Instance server;

    IsolationTest() {
        super("i");
    }

    @BeforeAll
    void startInstances() throws Exception {
        client = home.instance();
        stranger = home.instance();
        neighbour = away.instance();
        server = away.isolated(service(NUMBER), List.of(new PortMapping(8_080, Instance.TCP, Protocol.TCP)))
                .serve();
        home.install(table(NUMBER, 1, Mode.SINGLE, server));
        away.install(table(NUMBER, 1, Mode.SINGLE, server));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nobodyReachesAnInstanceBeforeItsClientsAreKnown(boolean v6) throws Exception {
        away.admit(service(NUMBER));
        for (var target : List.of(address(NUMBER, v6), server.address(v6))) {
            for (var caller : List.of(client, stranger, neighbour)) {
                assertRefused(Caller.in(caller), target);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onlyClientsReachItWhereverTheyAre(boolean v6) throws Exception {
        away.admit(service(NUMBER), client);
        for (var target : List.of(address(NUMBER, v6), server.address(v6))) {
            assertThat(Caller.in(client).ask(target).name()).isEqualTo(server.name());
            assertRefused(Caller.in(stranger), target);
            assertRefused(Caller.in(neighbour), target);
        }
        away.admit(service(NUMBER), neighbour);
        assertThat(Caller.in(neighbour).ask(address(NUMBER, v6)).name()).isEqualTo(server.name());
        assertRefused(Caller.in(client), address(NUMBER, v6));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatIsKnownAMomentAfterItCallsIsServed(boolean v6) throws Exception {
        away.admit(service(NUMBER));
        var call = CompletableFuture.supplyAsync(() -> ask(client, address(NUMBER, v6)));
        // Its first packet is there once the host remembers that it knocked.
        await().until(() -> away.inside()
                .run("nft", "list", "set", "inet", away.network().name(), v6 ? "knocks6" : "knocks4")
                .contains(client.address(v6) + " . " + server.address(v6)));
        away.admit(service(NUMBER), client);
        assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo(server.name());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aProcessOfTheHostIsRefusedAtTheServiceAddress(boolean v6) throws Exception {
        away.admit(service(NUMBER), client);
        assertRefused(Caller.in(away), address(NUMBER, v6));
        assertRefused(Caller.in(home), address(NUMBER, v6));
    }

    @Test
    void aMappedPortIsOpenToEverybody() throws Exception {
        away.admit(service(NUMBER));
        for (var host : List.of(home, away)) {
            assertThat(host.inside().run("curl", "-sm2", "--http0.9", "http://192.0.2.2:8080/"))
                    .startsWith(server.name() + " ");
        }
    }

    @Test
    void aFlowThatWasLetInGoesOnWhenItsClientIsOneNoMore() throws Exception {
        away.admit(service(NUMBER), client);
        try (var call = Caller.in(client).connect(address(NUMBER, false))) {
            assertThat(call.echo("before")).isEqualTo("before");
            away.admit(service(NUMBER));
            assertThat(call.echo("after")).isEqualTo("after");
        }
    }

    @Test
    void itStaysClosedWhileItsWorkerIsRestarted() throws Exception {
        away.admit(service(NUMBER), client);
        away.abandon();
        assertRefused(Caller.in(stranger), server.address(false));
        away.open();
        assertRefused(Caller.in(stranger), server.address(false));
        assertThat(Caller.in(client).ask(server.address(false)).name()).isEqualTo(server.name());
        lab.introduce();
    }

    @Test
    void nothingIsLeftOfAnInstanceThatIsGone() throws Exception {
        var shortLived = away.isolated(service(2), List.of());
        var address = shortLived.address(false);
        assertThat(rules()).contains("guard_" + service(2), address);
        away.detach(shortLived);
        assertThat(rules()).doesNotContain("guard_" + service(2), "clients4_" + service(2));
        assertThat(away.inside()
                        .run("nft", "list", "set", "inet", away.network().name(), "closed4"))
                .doesNotContain(address);
    }

    private String rules() throws Exception {
        return away.inside().run("nft", "list", "table", "inet", away.network().name());
    }

    private static String ask(Instance caller, String target) {
        try {
            return Caller.in(caller).ask(target).name();
        } catch (Exception refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static void assertRefused(Caller caller, String address) {
        assertThatThrownBy(() -> caller.ask(address))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }
}
