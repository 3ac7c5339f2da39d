package holm.e2e.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.e2e.support.Child;
import holm.e2e.support.HolmProcess;
import holm.e2e.support.OwnHolm;
import holm.e2e.support.Site;
import holm.testing.Needs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three hosts without a default route: a client on the first, back ends on the second and on the third, which is far away.
 * Conversations begin before all tests and end with the last one; other classes run meanwhile.
 */
@Needs.Root
@Needs.Podman
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(ThreeHostsE2eTest.ONE_AT_A_TIME)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ThreeHostsE2eTest {
    /** Without it JUnit runs the methods of a concurrent class concurrently, or backwards, in spite of their order (tried). */
    static final String ONE_AT_A_TIME = "three hosts";

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration FAR = Duration.ofMillis(20);

    /** Each host is probed every half a minute, and the median of three probes is believed. */
    private static final Duration MEASURED = Duration.ofMinutes(3);

    private static final Duration SERVED_AGAIN = Duration.ofSeconds(1);

    /** Longer than the minute after which a worker drops a table that nobody uses. */
    private static final Duration IDLE = Duration.ofSeconds(Integer.getInteger("holm.idle", 95));

    @RegisterExtension
    static final OwnHolm HOLM = new OwnHolm("thre", 30_000);

    private static Site site;
    private static HolmProcess cluster;
    private static Conversations conversations;
    private static Child client;
    private static Talkers talks;
    private static Talkers near;
    private static Talkers dies;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        site = Site.buildWithTheLastFarAway(HOLM.get(), 3, FAR);
        cluster = site.cluster();
        site.root().start().awaitReady();
        cluster.start();
        var hosts = site.hosts();
        // Whichever policy knows no distances takes the first instance, and that one is far away.
        join(hosts.getLast());
        talks = new Talkers(site, HOLM, "talks", 70);
        near = new Talkers(site, HOLM, "near", 71);
        dies = new Talkers(site, HOLM, "dies", 72);
        scale(1);
        join(hosts.get(1));
        scale(2);
        join(hosts.getFirst());
        client = Child.start(hosts.getFirst().place().command(List.of()), Talk.class);
        conversations = Conversations.begin(client, talks);
    }

    private static void join(Site.Host host) throws IOException, InterruptedException {
        host.worker().start().awaitReady();
    }

    private static void scale(int replicas) throws IOException, InterruptedException {
        for (var service : List.of(talks, near, dies)) {
            service.scale(replicas);
        }
    }

    @AfterAll
    static void end() throws IOException {
        client.close();
        for (var service : List.of(talks, near, dies)) {
            service.close();
        }
    }

    @Test
    @Order(1)
    void aUdpClientWithOnePortIsServedAgainWithinASecondAfterItsBackEndWasKilled() throws Exception {
        var silences = new ArrayList<Duration>();
        for (var v6 : new boolean[] {false, true, false, true, false}) {
            silences.add(silenceAfterAKill("port" + v6, dies.address("rr", v6)));
            dies.another();
        }
        // Other classes start processes meanwhile, and each of them may hold up one kill.
        silences.sort(Comparator.naturalOrder());
        assertThat(silences.get(silences.size() / 2)).isLessThan(SERVED_AGAIN);
        assertThat(silences.getLast()).isLessThan(SERVED_AGAIN.multipliedBy(5));
    }

    private static Duration silenceAfterAKill(String port, String address) throws Exception {
        awaitTurnsOfAll(address);
        dies.kill(awaitAnswer(port, address));
        var killed = System.nanoTime();
        awaitAnswer(port, address);
        return Duration.ofNanos(System.nanoTime() - killed);
    }

    /** A table may be some milliseconds older than the status. */
    private static void awaitTurnsOfAll(String address) {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            var heard = List.of(client.ask("open", "first", address), client.ask("open", "second", address));
            assertThat(heard).containsExactlyInAnyOrderElementsOf(dies.names());
        });
    }

    /** @return who of those that live answered; one that was killed may have answered before */
    private static String awaitAnswer(String port, String address) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            var answer = client.ask("send", port, address);
                            assertThat(answer)
                                    .satisfiesAnyOf(
                                            heard -> assertThat(heard).isEqualTo(Talk.SILENCE),
                                            heard -> assertThat(heard).isIn(dies.everybody()));
                            return answer;
                        },
                        dies.names()::contains);
    }

    @Test
    @Order(2)
    void datagramsThatNobodyUnderstandsChangeNothingOnAnyPort() throws Exception {
        var first = site.hosts().getFirst();
        var state = kernelState(first);
        try (var stranger = Child.start(site.hosts().get(1).place().command(List.of()), Talk.class)) {
            for (var port : UdpPort.of(first)) {
                for (var bytes : List.of("", "00", "484f4c4d4543484f", "ff".repeat(1_400))) {
                    // Loopback addresses are for neighbours only.
                    (port.isLoopback() ? client : stranger).ask("throw", port.address(), port.number(), bytes);
                }
            }
        }
        for (var v6 : new boolean[] {false, true}) {
            assertThat(client.ask("open", "after" + v6, near.address("rr", v6))).isIn(near.names());
        }
        assertThat(kernelState(first)).isEqualTo(state);
        assertThat(first.worker().isReady()).isTrue();
    }

    /** Peers, who may send through the tunnel, and where conversations lead; other policies may choose anew at any time. */
    private static String kernelState(Site.Host host) throws IOException, InterruptedException {
        var state = new StringBuilder();
        for (var part : List.of("chain %s to_10_30_70_1", "set %s nodes4", "set %s nodes6", "set %s underlay4")) {
            var words = part.formatted(host.network()).split(" ", -1);
            state.append(host.run("nft", "list", words[0], "inet", words[1], words[2])
                    .orThrow());
        }
        var tunnel = host.network() + "-vx";
        return state
                + host.run("ip", "route", "show", "dev", tunnel).orThrow()
                + host.run("ip", "-6", "route", "show", "dev", tunnel).orThrow()
                + host.run("bridge", "fdb", "show", "dev", tunnel).orThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Order(3)
    void theClosestIsTheOneThatPacketsReachSoonest(boolean v6) {
        var nearest = near.nameOn(site.hosts().get(1));
        await().atMost(MEASURED).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            for (var call = 0; call < 10; call++) {
                assertThat(client.ask("open", "near", near.address("closest", v6)))
                        .isEqualTo(nearest);
            }
        });
    }

    @Test
    @Order(4)
    void conversationsOutliveASilenceInWhichTheClusterStops() throws Exception {
        conversations.awaitAge(IDLE.dividedBy(2));
        cluster.killHard();
        conversations.awaitAge(conversations.age().plus(IDLE.dividedBy(2)));
        conversations.assertThatAllGoOn();
        cluster.start().awaitReady();
        conversations.assertThatAllGoOn();
    }
}
