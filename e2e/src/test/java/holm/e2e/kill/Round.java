package holm.e2e.kill;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.e2e.support.ApiClient;
import holm.e2e.support.HolmProcess;
import holm.e2e.support.Installation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.core.ConditionTimeoutException;

/** Writes, kills, starts again, and looks. Everything that is left to chance comes from one random source. */
final class Round {
    /** A kill that nobody was writing before proves nothing. */
    private static final int LEAST_WRITES = 5;

    private static final long BEFORE_THE_KILL_NANOS = Duration.ofSeconds(1).toNanos();

    /** The promise: wanted = actual within this time of being ready. */
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(15);

    /** One kill in so many is followed by another one while Holm is still starting. */
    private static final int KILLED_AGAIN_IN = 5;

    private static final int LONGEST_TRAFFIC_MILLIS = 1_500;
    private static final int LONGEST_SECOND_LIFE_MILLIS = 4_000;
    private final Installation holm;
    private final HolmProcess process;
    private final List<Lane> lanes;
    private final Random random;

    Round(Installation holm, HolmProcess process, List<Lane> lanes, Random random) {
        this.holm = holm;
        this.process = process;
        this.lanes = lanes;
        this.random = random;
    }

    /** @return one line about what happened */
    String run() throws IOException, InterruptedException {
        var writes = writeUntilKilled();
        var models = lanes.stream().map(Lane::model).toList();
        var before = Actual.of(holm);
        var again = random.nextInt(KILLED_AGAIN_IN) == 0;
        if (again) {
            process.start().waitFor(Duration.ofMillis(random.nextInt(LONGEST_SECOND_LIFE_MILLIS)));
            process.killHard();
        }
        var ready = process.start().awaitReady();
        var api = holm.api();
        var observed = Observed.by(api);
        var findings = new ArrayList<String>();
        models.forEach(model -> findings.addAll(Validation.atOnce(model, observed)));
        assertThat(findings).as("at the first answer after the restart").isEmpty();
        var settlement = new Settlement(api);
        for (var model : models) {
            settlement.settle(model);
        }
        awaitSettled(api, models);
        var settled = process.age().minus(ready);
        assertThat(Validation.adopted(models, before, Actual.of(holm)))
                .as("adopted, not restarted")
                .isEmpty();
        return "%d writes in the last second%s, ready after %d ms, settled %d ms later: %d containers, %d simulated"
                .formatted(
                        writes,
                        again ? ", killed twice" : "",
                        ready.toMillis(),
                        settled.toMillis(),
                        models.stream()
                                .mapToInt(model -> model.wantedContainers().size())
                                .sum(),
                        models.stream()
                                .mapToInt(model -> model.wantedSimulated().size())
                                .sum());
    }

    /** @return how many writes were acknowledged in the last second before the kill */
    private long writeUntilKilled() throws IOException, InterruptedException {
        var api = holm.api();
        var traffic = lanes.stream()
                .map(lane -> new Traffic(lane, api, random.nextLong()))
                .toList();
        var threads = traffic.stream().map(Thread.ofVirtual()::start).toList();
        var atLeast = System.nanoTime() + MILLISECONDS.toNanos(random.nextInt(LONGEST_TRAFFIC_MILLIS));
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !refusals(traffic).isEmpty()
                        || (System.nanoTime() > atLeast && lastSecond(traffic) >= LEAST_WRITES));
        var writes = lastSecond(traffic);
        process.killHard();
        for (var thread : threads) {
            thread.join();
        }
        assertThat(refusals(traffic)).as("refused although nothing was wrong").isEmpty();
        assertThat(writes).as("acknowledged in the second before the kill").isGreaterThanOrEqualTo(LEAST_WRITES);
        return writes;
    }

    private void awaitSettled(ApiClient api, List<Model> models) {
        var looks = new Looks();
        try {
            await().atMost(SETTLED_WITHIN)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    .untilAsserted(() -> {
                        looks.begin();
                        var actual = Actual.of(holm);
                        looks.waitFor("the API's lists");
                        var observed = Observed.by(api);
                        looks.end();
                        assertThat(Validation.twice(actual)).isEmpty();
                        assertThat(Validation.settled(models, observed, actual)).isEmpty();
                    });
        } catch (ConditionTimeoutException late) {
            throw new AssertionError("%s%n%s".formatted(late.getMessage(), looks), late);
        }
    }

    private static long lastSecond(List<Traffic> traffic) {
        var since = System.nanoTime() - BEFORE_THE_KILL_NANOS;
        return traffic.stream().mapToLong(lane -> lane.acknowledgedSince(since)).sum();
    }

    private static List<String> refusals(List<Traffic> traffic) {
        return traffic.stream()
                .map(Traffic::refusal)
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
