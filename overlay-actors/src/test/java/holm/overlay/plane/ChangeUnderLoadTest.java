package holm.overlay.plane;

import static holm.overlay.plane.Tables.address;
import static holm.overlay.plane.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.overlay.balance.Mode;
import holm.overlay.kernel.Conntrack;
import holm.overlay.kernel.Flow;
import holm.testing.Needs;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables change, endpoints go, processes start anew: what flows feel of it. */
@Needs.Root
class ChangeUnderLoadTest {
    private static final int CHANGES = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path state;

    private Lab lab;
    private Host home;
    private Host away;
    private Instance client;
    private Instance one;
    private Instance two;

    @BeforeEach
    void build() throws Exception {
        lab = new Lab("c", state);
        home = lab.host();
        away = lab.host();
        lab.introduce();
        client = home.instance();
        one = away.instance().serve();
        two = away.instance().serve();
    }

    @AfterEach
    void remove() throws Exception {
        lab.remove();
    }

    @Test
    void noConnectionFailsWhileTheTableChangesFortyTimes() throws Exception {
        home.install(table(1, 1, Mode.ROUND_ROBIN, one, two));
        var done = new AtomicBoolean();
        var connections = new AtomicInteger();
        var failure = new AtomicReference<Exception>();
        var load = client.inside().start(() -> {
            var caller = new Caller(client.inside());
            for (var n = 0; !done.get() && failure.get() == null; n++) {
                try {
                    caller.askHere(address(1, n % 2 == 0));
                    connections.incrementAndGet();
                } catch (IOException e) {
                    failure.set(e);
                }
            }
        });
        for (var version = 2; version < 2 + CHANGES; version++) {
            home.install(
                    switch (version % 4) {
                        case 0 -> table(1, version, Mode.ROUND_ROBIN, one, two);
                        case 1 -> table(1, version, Mode.SINGLE, two);
                        case 2 -> table(1, version, Mode.RANDOM, two, one);
                        default -> table(1, version, Mode.ROUND_ROBIN, two, one);
                    });
            var seen = connections.get();
            Awaitility.await().atMost(PATIENCE).until(() -> connections.get() > seen || failure.get() != null);
        }
        done.set(true);
        load.join();
        assertThat(failure.get()).isNull();
        assertThat(connections.get()).isGreaterThanOrEqualTo(CHANGES);
    }

    @Test
    void newFlowsAvoidABackEndThatDiedAndAUdpClientWithOnePortIsServedAgain() throws Exception {
        home.install(table(1, 1, Mode.ROUND_ROBIN, one, two));
        for (var v6 : new boolean[] {false, true}) {
            var socket = client.inside().call(DatagramSocket::new);
            try (socket) {
                var first = Caller.exchange(socket, address(1, v6), 100, 8_000);
                var dead = first.startsWith(one.name()) ? one : two;
                var alive = dead == one ? two : one;
                home.install(table(1, 2, Mode.ROUND_ROBIN, alive));
                assertThat(home.end(dead, Ending.DEAD)).isPositive();
                var start = System.nanoTime();
                assertThat(Caller.exchange(socket, address(1, v6), 100, 8_000)).isEqualTo(alive.name() + " 100");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
                assertThat(Caller.in(client).ask(address(1, v6), 20)).containsOnlyKeys(alive.name());
                home.install(table(1, 3, Mode.ROUND_ROBIN, one, two));
            }
            home.remove(table(1, 3, Mode.ROUND_ROBIN));
            home.install(table(1, 1, Mode.ROUND_ROBIN, one, two));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aConnectionOutlivesADrainAndEndsWithItsBackEnd(boolean v6) throws Exception {
        home.install(table(1, 1, Mode.SINGLE, one));
        try (var call = Caller.in(client).connect(address(1, v6))) {
            home.install(table(1, 2, Mode.SINGLE, two));
            home.end(one, Ending.DRAINING);
            assertThat(call.echo("still here")).isEqualTo("still here");
            assertThat(flowsTo(one.address(v6))).isNotEmpty();
            home.end(one, Ending.DEAD);
            assertThat(flowsTo(one.address(v6))).isEmpty();
            // Its packets meet the other back end, which knows nothing of it and says so at once.
            assertThatThrownBy(() -> call.echo("gone")).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theNextProcessTakesOverWithoutDroppingAConnection(boolean v6) throws Exception {
        var table = table(1, 7, Mode.ROUND_ROBIN, one, two);
        home.install(table, table(2, 1, Mode.SINGLE, two));
        try (var call = Caller.in(client).connect(address(1, v6))) {
            home.abandon();
            assertThat(call.echo("nobody is there")).isEqualTo("nobody is there");
            assertThat(Caller.in(client).ask(address(1, v6), 4).values()).containsExactly(2, 2);
            home.open();
            assertThat(call.echo("somebody is there")).isEqualTo("somebody is there");
            assertThat(home.inside().call(() -> home.plane().peers(List.of(home.asPeer(), away.asPeer()))))
                    .isZero();
        }
        home.install(table(1, 6, Mode.SINGLE, one));
        assertThat(Caller.in(client).ask(address(1, v6), 4).values()).containsExactly(2, 2);
        home.install(table(1, 8, Mode.SINGLE, two));
        assertThat(Caller.in(client).ask(address(1, v6), 4)).containsOnlyKeys(two.name());
        home.install(table(1, 7, Mode.SINGLE, one));
        assertThat(Caller.in(client).ask(address(1, v6), 4)).containsOnlyKeys(two.name());
    }

    @Test
    void aRemovedServiceKeepsItsFlowsAndIsForgottenAfterThem() throws Exception {
        var table = table(1, 1, Mode.SINGLE, one);
        home.install(table);
        try (var call = Caller.in(client).connect(address(1, false))) {
            home.remove(table);
            assertThat(call.echo("still here")).isEqualTo("still here");
            assertThatThrownBy(() -> Caller.in(client).ask(address(1, false))).isInstanceOf(IOException.class);
            assertThat(home.misses()).isEmpty();
        }
        home.end(one, Ending.DEAD);
        home.inside().call(() -> {
            home.plane().tidy();
            return true;
        });
        client.inside().start(() -> new Caller(client.inside()).askAndIgnore(address(1, false)));
        assertThat(home.misses().poll(20, TimeUnit.SECONDS)).isEqualTo(address(1, false));
    }

    @Test
    void aServiceThatGetsAnAddressOfAnotherOneKeepsItWhenThatOneGoes() throws Exception {
        var old = table(1, 1, Mode.ROUND_ROBIN, one, two);
        home.install(old);
        home.install(new ServiceTable(
                Tables.service(2), 1, table(1, 1, Mode.SINGLE, two).destinations()));
        home.remove(old);
        assertThat(Caller.in(client).ask(address(1, true), 4)).containsOnlyKeys(two.name());
    }

    private List<Flow> flowsTo(String namespaceAddress) throws Exception {
        return home.inside().call(() -> Conntrack.flows(flow -> flow.server().equals(namespaceAddress)));
    }
}
