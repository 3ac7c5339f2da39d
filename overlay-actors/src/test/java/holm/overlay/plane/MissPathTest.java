package holm.overlay.plane;

import static holm.overlay.plane.Tables.address;
import static holm.overlay.plane.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.overlay.balance.Mode;
import holm.overlay.kernel.Command;
import holm.overlay.kernel.Inside;
import holm.overlay.kernel.Tun;
import holm.testing.Needs;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** First packets to addresses that the kernel does not know. */
@Needs.Root
class MissPathTest extends OnTwoHosts {
    /** A packet that was lost would be sent again after a second. */
    private static final Duration WITHOUT_RETRANSMISSION = Duration.ofMillis(900);

    private Instance client;
    private Instance server;

    MissPathTest() {
        super("m");
    }

    @BeforeAll
    void startInstances() throws Exception {
        client = home.instance();
        server = away.instance().serve();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFirstPacketWaitsAndArrives(boolean v6) throws Exception {
        var number = v6 ? 1 : 2;
        var connecting = client.inside().later(() -> new Caller(client.inside()).askHere(address(number, v6)));
        awaitMiss(address(number, v6));
        var start = System.nanoTime();
        home.install(table(number, 1, Mode.SINGLE, server));
        home.plane().resolved(address(number, v6));
        assertThat(connecting.get(20, TimeUnit.SECONDS))
                .isEqualTo(new Caller.Answer(server.name(), client.address(v6)));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WITHOUT_RETRANSMISSION);
        assertThat(Caller.in(client).ask(address(number, v6)).name()).isEqualTo(server.name());
        assertThat(home.misses()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFirstPacketOfAProcessOfTheHostArrivesToo(boolean v6) throws Exception {
        var number = v6 ? 3 : 4;
        var connecting = home.inside().later(() -> new Caller(home.inside()).askHere(address(number, v6)));
        awaitMiss(address(number, v6));
        home.install(table(number, 1, Mode.SINGLE, server));
        home.plane().resolved(address(number, v6));
        assertThat(connecting.get(20, TimeUnit.SECONDS)).isEqualTo(new Caller.Answer(server.name(), home.bridge(v6)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFirstDatagramInFragmentsArrivesWhole(boolean v6) throws Exception {
        var number = v6 ? 5 : 6;
        var sending = client.inside().later(() -> new Caller(client.inside()).sendHere(address(number, v6), 9_000));
        awaitMiss(address(number, v6));
        home.install(table(number, 1, Mode.SINGLE, server));
        home.plane().resolved(address(number, v6));
        assertThat(sending.get(20, TimeUnit.SECONDS)).isEqualTo(server.name() + " 9000");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nobodyWaitsForAnAddressThatNobodyHas(boolean v6) throws Exception {
        var number = v6 ? 7 : 8;
        var before = home.plane().misses();
        for (var place : new Inside[] {client.inside(), home.inside()}) {
            var connecting = place.later(() -> new Caller(place).askHere(address(number + 100, v6)));
            awaitMiss(address(number + 100, v6));
            home.plane().unknown(address(number + 100, v6));
            assertThatThrownBy(() -> connecting.get(900, TimeUnit.MILLISECONDS)).hasCauseInstanceOf(IOException.class);
            // The next one is told at once, without asking.
            assertThatThrownBy(() -> new Caller(place).ask(address(number + 100, v6)))
                    .isInstanceOf(IOException.class);
            assertThat(home.misses()).isEmpty();
            home.plane().resolved(address(number + 100, v6));
        }
        assertThat(home.plane().misses().refused()).isGreaterThanOrEqualTo(before.refused() + 4);
        assertThat(home.plane().misses().asked()).isEqualTo(before.asked() + 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nobodyWaitsForAServiceThatHasNoBackEnd(boolean v6) throws Exception {
        var number = v6 ? 11 : 12;
        for (var place : new Inside[] {client.inside(), home.inside()}) {
            var connecting = place.later(() -> new Caller(place).askHere(address(number, v6)));
            awaitMiss(address(number, v6));
            home.install(table(number, 1, Mode.SINGLE));
            home.plane().resolved(address(number, v6));
            assertThatThrownBy(() -> connecting.get(WITHOUT_RETRANSMISSION.toMillis(), TimeUnit.MILLISECONDS))
                    .hasCauseInstanceOf(IOException.class);
            home.remove(table(number, 1, Mode.SINGLE));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAddressIsAskedAboutAgainOnceItsServiceIsGone(boolean v6) throws Exception {
        var number = v6 ? 13 : 14;
        home.install(table(number, 1, Mode.SINGLE, server));
        assertThat(Caller.in(client).ask(address(number, v6)).name()).isEqualTo(server.name());
        home.install(table(number, 2, Mode.SINGLE));
        home.remove(table(number, 2, Mode.SINGLE));
        // The kernel remembers the connection that was closed just now.
        var connecting = client.inside().later(() -> new Caller(client.inside()).askHere(address(number, v6)));
        awaitMiss(address(number, v6));
        home.install(table(number, 3, Mode.SINGLE, server));
        home.plane().resolved(address(number, v6));
        assertThat(connecting.get(20, TimeUnit.SECONDS).name()).isEqualTo(server.name());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void otherFlowsDoNotWaitForOneThatDoes(boolean v6) throws Exception {
        var number = v6 ? 9 : 10;
        home.install(table(number, 1, Mode.SINGLE, server));
        var waiting = client.inside().later(() -> new Caller(client.inside()).askHere(address(number + 200, v6)));
        awaitMiss(address(number + 200, v6));
        assertThat(Caller.in(client).ask(address(number, v6), 50)).containsOnlyKeys(server.name());
        assertThat(waiting).isNotDone();
        assertThat(home.plane().misses().held()).isPositive();
        home.plane().unknown(address(number + 200, v6));
        assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void whatIsNoPacketToAServiceIsDroppedAndCounted() throws Exception {
        var device = home.network().name() + "x";
        var asked = new LinkedBlockingQueue<String>();
        var tun = home.inside().call(() -> Tun.open(device));
        try (var path =
                new MissPath(tun, asked::add, address -> false, home.network().subnet(), System::nanoTime)) {
            path.start();
            for (var bytes :
                    List.of(new byte[1], new byte[20], Arrays.copyOf(Packets.bytes6("fc00::2", "fdff::1", 6), 41))) {
                path.arrive(bytes);
            }
            path.arrive(Packets.bytes4("10.18.0.2", "192.0.2.1", 6));
            assertThat(path.counters()).isEqualTo(new MissCounters(0, 0, 0, 0, 1, 3));
            path.arrive(Packets.bytes4("10.18.0.2", "10.30.0.1", 6));
            assertThat(asked).containsExactly("10.30.0.1");
        } finally {
            home.inside().run("ip", "link", "delete", device);
        }
    }

    @Test
    void hearsMissesAgainAfterSomebodyTookItsDeviceAway() throws Exception {
        var device = home.network().missDevice();
        home.inside().run("ip", "link", "delete", device);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> home.inside().call(() -> {
                    home.plane().tidy();
                    return !Command.attempt("", List.of("ip", "link", "show", device))
                            .output()
                            .contains("does not exist");
                }));
        for (var v6 : new boolean[] {false, true}) {
            var number = v6 ? 15 : 16;
            var connecting = client.inside().later(() -> new Caller(client.inside()).askHere(address(number, v6)));
            awaitMiss(address(number, v6));
            home.install(table(number, 1, Mode.SINGLE, server));
            home.plane().resolved(address(number, v6));
            assertThat(connecting.get(20, TimeUnit.SECONDS).name()).isEqualTo(server.name());
        }
    }

    private void awaitMiss(String address) throws InterruptedException {
        assertThat(home.misses().poll(20, TimeUnit.SECONDS)).isEqualTo(address);
    }
}
