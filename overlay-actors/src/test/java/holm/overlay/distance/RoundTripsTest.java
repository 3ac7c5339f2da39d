package holm.overlay.distance;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.ClusterId;
import holm.domain.WorkerId;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import holm.domain.route.Coordinate;
import holm.domain.route.Peer;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final Coordinate HERE = new Coordinate(0, 0, 1, 0.1);
    private static final Peer NEAR = peer(1, new Coordinate(3, 4, 2, 0.1));
    private static final Peer GUESSED = peer(2, Coordinate.ORIGIN);

    private final RoundTrips nothing = RoundTrips.startingAt(worker(0), HERE);

    @Test
    void predictsWhatWasNeverMeasured() {
        assertThat(nothing.to(NEAR, NOW)).isEqualTo(8);
    }

    @Test
    void believesWhatItMeasured() {
        assertThat(nothing.probed(NEAR, 20, NOW).to(NEAR, NOW.plusSeconds(300))).isEqualTo(20);
    }

    @Test
    void forgetsAMeasurementAfterFiveMinutes() {
        var measured = nothing.probed(GUESSED, 20, NOW);
        assertThat(measured.to(GUESSED, NOW.plusSeconds(300))).isEqualTo(20);
        assertThat(measured.to(GUESSED, NOW.plusSeconds(301))).isInfinite();
        assertThat(measured.probed(NEAR, 5, NOW.plusSeconds(301)).measured()).containsOnlyKeys(NEAR.worker());
    }

    @Test
    void doesNotTakeAGuessForANeighbour() {
        assertThat(nothing.to(GUESSED, NOW)).isInfinite();
        assertThat(RoundTrips.startingAt(worker(0), Coordinate.ORIGIN).to(NEAR, NOW))
                .isInfinite();
        assertThat(nothing.to(peer(3, new Coordinate(Double.NaN, 0, 0, 0)), NOW))
                .isInfinite();
    }

    @Test
    void overlooksTwoLateAnswersAmongFive() {
        assertThat(measured(10, 11, 500, 10, 500).to(NEAR, NOW)).isEqualTo(11);
    }

    @Test
    void followsALongerWayAfterThreeProbes() {
        assertThat(measured(10, 10, 10, 10, 10, 50, 50).to(NEAR, NOW)).isEqualTo(10);
        assertThat(measured(10, 10, 10, 10, 10, 50, 50, 50).to(NEAR, NOW)).isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 60_001})
    void ignoresAProbeThatCannotBeTrue(double millis) {
        assertThat(nothing.probed(NEAR, millis, NOW)).isSameAs(nothing);
    }

    @Test
    void movesTowardsItsPlaceWithEachProbe() {
        var moved = measured(30, 30, 30);
        assertThat(moved.here().distanceTo(NEAR.coordinate())).isGreaterThan(HERE.distanceTo(NEAR.coordinate()));
    }

    @Test
    void forgetsAPeerThatIsGone() {
        assertThat(measured(30).without(NEAR.worker()).measured()).isEmpty();
    }

    private RoundTrips measured(double... millis) {
        var trips = nothing;
        for (var one : millis) {
            trips = trips.probed(NEAR, one, NOW);
        }
        return trips;
    }

    private static Peer peer(int number, Coordinate coordinate) {
        var cluster = new ClusterId("c".repeat(24));
        var subnet = new NodeSubnet(Optional.empty(), Ipv6Address.parse("fc00::"));
        return new Peer(worker(number), cluster, "192.0.2." + number, Peer.DEFAULT_PORT, subnet, coordinate);
    }

    private static WorkerId worker(int number) {
        return new WorkerId("%024x".formatted(number));
    }
}
