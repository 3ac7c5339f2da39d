package holm.overlay.plane;

import static holm.overlay.plane.Tables.address;
import static holm.overlay.plane.Tables.table;
import static holm.overlay.plane.Tables.weighted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import holm.overlay.balance.Mode;
import holm.testing.Needs;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who answers, over real packets: one caller on one host, three back ends on two others. */
@Needs.Root
class BalanceTest {
    /** χ² of two degrees of freedom is larger once in 10,000 runs. */
    private static final double LARGEST_CHI_SQUARE = 18.4;

    @TempDir
    static Path state;

    private static Lab lab;
    private static Host home;
    private static Instance client;
    private static Instance[] servers;

    @BeforeAll
    static void build() throws Exception {
        lab = new Lab("b", state);
        home = lab.host();
        var second = lab.host();
        var third = lab.host();
        lab.introduce();
        client = home.instance();
        servers = new Instance[] {
            second.instance().serve(),
            second.instance().serve(),
            third.instance().serve()
        };
    }

    @AfterAll
    static void remove() throws Exception {
        lab.remove();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void roundRobinGivesEachBackEndTheSame(boolean v6) throws Exception {
        home.install(table(1, 1, Mode.ROUND_ROBIN, servers));
        assertThat(Caller.in(client).ask(address(1, v6), 300).values())
                .hasSize(3)
                .allSatisfy(count -> assertThat(count).isCloseTo(100, within(1)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void randomGivesEachBackEndItsShareInTheLongRun(boolean v6) throws Exception {
        home.install(table(2, 1, Mode.RANDOM, servers));
        var counts = Caller.in(client).ask(address(2, v6), 300);
        assertThat(chiSquare(counts, 100, 100, 100)).isLessThan(LARGEST_CHI_SQUARE);
        // Turn by turn would be no chance.
        assertThat(chiSquare(counts, 100, 100, 100)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void weightsAreShares(boolean v6) throws Exception {
        home.install(weighted(3, 1, Mode.RANDOM, new int[] {10, 20, 70}, servers));
        assertThat(chiSquare(Caller.in(client).ask(address(3, v6), 300), 30, 60, 210))
                .isLessThan(LARGEST_CHI_SQUARE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stickyGivesOneClientTheSameBackEndAndManyClientsDifferentOnes(boolean v6) throws Exception {
        home.install(table(4, 1, Mode.STICKY, servers));
        var counts = new TreeMap<String, Integer>();
        for (var i = 0; i < 12; i++) {
            var other = home.instance();
            var own = Caller.in(other).ask(address(4, v6), 10);
            assertThat(own).hasSize(1);
            own.forEach((name, count) -> counts.merge(name, count, Integer::sum));
            other.remove();
            home.detach(other);
        }
        assertThat(counts).hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoServicesCalledInTurnEachUseAllTheirBackEnds(boolean v6) throws Exception {
        home.install(
                table(5, 1, Mode.ROUND_ROBIN, servers[0], servers[2]),
                table(6, 1, Mode.ROUND_ROBIN, servers[1], servers[2]));
        var caller = Caller.in(client);
        Map<String, Integer> first = new TreeMap<>();
        Map<String, Integer> second = new TreeMap<>();
        for (var i = 0; i < 20; i++) {
            first.merge(caller.ask(address(5, v6)).name(), 1, Integer::sum);
            second.merge(caller.ask(address(6, v6)).name(), 1, Integer::sum);
        }
        assertThat(first).isEqualTo(Map.of(servers[0].name(), 10, servers[2].name(), 10));
        assertThat(second).isEqualTo(Map.of(servers[1].name(), 10, servers[2].name(), 10));
    }

    @Test
    void aThousandServicesWithChainsLeaveNoRoomAndTheNextShareTheirs() throws Exception {
        var many = new ServiceTable[Change.OWN_CHAINS + 3];
        for (var i = 0; i < Change.OWN_CHAINS; i++) {
            many[i] = table(1_000 + i, 1, Mode.ROUND_ROBIN, servers[0], servers[1]);
        }
        many[Change.OWN_CHAINS] = table(2_000, 1, Mode.ROUND_ROBIN, servers);
        many[Change.OWN_CHAINS + 1] = weighted(2_001, 1, Mode.RANDOM, new int[] {1, 1, 14}, servers);
        many[Change.OWN_CHAINS + 2] = table(2_002, 1, Mode.STICKY, servers);
        home.install(many);
        var caller = Caller.in(client);
        for (var v6 : new boolean[] {false, true}) {
            assertThat(caller.ask(address(1_500, v6), 10).values()).containsExactly(5, 5);
            assertThat(chiSquare(caller.ask(address(2_000, v6), 150), 50, 50, 50))
                    .isLessThan(LARGEST_CHI_SQUARE);
            assertThat(chiSquare(caller.ask(address(2_001, v6), 160), 10, 10, 140))
                    .isLessThan(LARGEST_CHI_SQUARE);
            assertThat(caller.ask(address(2_002, v6), 20)).hasSize(1);
        }
        home.remove(many);
        assertThat(Listing.chains(home.inside().run("nft", "list", "chains")))
                .noneMatch(chain -> chain.startsWith("to_10_30_5_"));
    }

    private static double chiSquare(Map<String, Integer> counts, int... expected) {
        var sum = 0.0;
        for (var i = 0; i < servers.length; i++) {
            var difference = counts.getOrDefault(servers[i].name(), 0) - expected[i];
            sum += difference * difference / (double) expected[i];
        }
        return sum;
    }
}
