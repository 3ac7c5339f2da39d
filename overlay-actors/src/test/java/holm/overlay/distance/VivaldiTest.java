package holm.overlay.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import holm.domain.WorkerId;
import holm.domain.route.Coordinate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class VivaldiTest {
    private static final int ROUNDS = 200;

    /**
     * The paper finds a median of 11 % among 1,740 hosts of the Internet (abstract); a random place would be wrong by half. Fixed seeds:
     * one of thousands of worlds comes to rest a little worse, and says nothing.
     */
    @Test
    void predictsRoundTripsItNeverMeasured() {
        for (var noise : new double[] {0, 0.1}) {
            var medians =
                    IntStream.range(0, 40).mapToDouble(seed -> medianError(8 + seed % 23, noise, new Random(seed)));
            var errors = medians.summaryStatistics();
            assertThat(errors.getAverage()).isLessThan(0.11);
            assertThat(errors.getMax()).isLessThan(0.2);
        }
    }

    private static double medianError(int workers, double noise, Random random) {
        var places = places(workers, random);
        var errors = relativeErrors(places, settled(places, noise, random));
        return errors.get(errors.size() / 2);
    }

    /** A grid fits no line: workers that all leave the origin in one direction would stay on one, and be wrong by 15 %. */
    @Test
    void spreadsWorkersThatBeginAtOnePlaceOverThePlane() {
        var grid = IntStream.range(0, 16)
                .mapToObj(place -> new Coordinate(place % 4 * 30, place / 4 * 30, 0, 0))
                .toList();
        var medians = IntStream.range(0, 20)
                .mapToObj(seed -> relativeErrors(grid, settled(grid, 0, new Random(seed))))
                .mapToDouble(errors -> errors.get(errors.size() / 2));
        assertThat(medians.average().orElseThrow()).isLessThan(0.08);
    }

    @Property
    void alwaysEndsAtAPlaceThatCanBeTrue(
            @ForAll("anything") Coordinate local, @ForAll("anything") Coordinate remote, @ForAll("any") double millis) {
        var next = new Vivaldi(worker(1)).update(local, remote, millis);
        assertThat(next.height()).matches(height -> height >= 0, "0 or more");
        assertThat(next.error()).matches(error -> error >= 0 && error <= 1, "0 to 1");
        assertThat(next.distanceTo(next)).isFinite();
    }

    @Property
    void neverGoesAstrayInALongRun(
            @ForAll @Size(max = 200) List<@DoubleRange(min = -10, max = 70_000) Double> probes,
            @ForAll("anything") Coordinate liar) {
        var vivaldi = new Vivaldi(worker(1));
        var place = Coordinate.ORIGIN;
        for (var millis : probes) {
            place = vivaldi.update(place, liar, millis);
            place = vivaldi.update(place, Coordinate.ORIGIN, millis);
            assertThat(place.distanceTo(Coordinate.ORIGIN)).isFinite();
            assertThat(place.height()).matches(height -> height >= 0, "0 or more");
        }
    }

    @Test
    void staysWhereItIsWhenAProbeCannotBeTrue() {
        var vivaldi = new Vivaldi(worker(1));
        var place = new Coordinate(3, 4, 1, 0.5);
        for (var millis : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 60_001}) {
            assertThat(vivaldi.update(place, Coordinate.ORIGIN, millis)).isEqualTo(place);
        }
        assertThat(vivaldi.update(place, new Coordinate(Double.NaN, 0, 0, 0), 5))
                .isEqualTo(place);
        assertThat(vivaldi.update(place, new Coordinate(0, 0, -1, 0), 5)).isEqualTo(place);
        assertThat(vivaldi.update(place, new Coordinate(0, 0, 0, 2), 5)).isEqualTo(place);
    }

    /** Figure 3 by hand: half of the trust, so an eighth of the way from 10 to 20. */
    @Test
    void movesByTheForceTheTrustAndTheStep() {
        var next =
                new Vivaldi(worker(1)).update(new Coordinate(10, 0, 0.01, 0.4), new Coordinate(0, 0, 0.01, 0.4), 20.02);
        assertThat(next.x()).isCloseTo(10 + 1.25, within(0.01));
        assertThat(next.y()).isZero();
        assertThat(next.error()).isCloseTo(0.125 * 10 / 20.02 + 0.875 * 0.4, within(1e-9));
    }

    /** On a plane of 100 by 100 milliseconds, each behind an access link of its own. */
    private static List<Coordinate> places(int workers, Random random) {
        return IntStream.range(0, workers)
                .mapToObj(_ ->
                        new Coordinate(random.nextDouble(100), random.nextDouble(100), 1 + random.nextDouble(9), 0))
                .toList();
    }

    /** Each worker probes somebody at random, so often as it would in an hour and a half. */
    private static List<Coordinate> settled(List<Coordinate> places, double noise, Random random) {
        var found = new ArrayList<>(Collections.nCopies(places.size(), Coordinate.ORIGIN));
        for (var round = 0; round < ROUNDS; round++) {
            for (var one = 0; one < places.size(); one++) {
                var other = (one + 1 + random.nextInt(places.size() - 1)) % places.size();
                var millis =
                        places.get(one).distanceTo(places.get(other)) * (1 + noise * (2 * random.nextDouble() - 1));
                found.set(one, new Vivaldi(worker(one)).update(found.get(one), found.get(other), millis));
            }
        }
        return found;
    }

    private static List<Double> relativeErrors(List<Coordinate> places, List<Coordinate> found) {
        return IntStream.range(0, places.size())
                .boxed()
                .flatMap(one -> IntStream.range(0, one).boxed().map(other -> {
                    var real = places.get(one).distanceTo(places.get(other));
                    return Math.abs(found.get(one).distanceTo(found.get(other)) - real) / real;
                }))
                .sorted()
                .toList();
    }

    private static WorkerId worker(int number) {
        return new WorkerId("%024x".formatted(number));
    }

    @Provide
    Arbitrary<Double> any() {
        return Arbitraries.oneOf(
                Arbitraries.doubles(),
                Arbitraries.doubles().between(-1, 500),
                Arbitraries.of(
                        0.0,
                        -0.0,
                        1.0,
                        Double.MIN_VALUE,
                        Double.MAX_VALUE,
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY));
    }

    @Provide
    Arbitrary<Coordinate> anything() {
        return any().list().ofSize(4).map(four -> new Coordinate(four.get(0), four.get(1), four.get(2), four.get(3)));
    }
}
