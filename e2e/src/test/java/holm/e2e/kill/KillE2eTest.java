package holm.e2e.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.e2e.support.LocalImage;
import holm.e2e.support.OwnHolm;
import holm.e2e.support.Seed;
import holm.testing.Needs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Kills all of Holm while clients write and starts it again: nothing acknowledged is lost, nothing deleted is back, what runs is
 * adopted, and what is wanted runs once. {@code -Dholm.rounds=} changes how often.
 */
@Needs.Root
@Needs.Podman
class KillE2eTest {
    private static final int ROUNDS = Integer.getInteger("holm.rounds", 30);
    private static final int LANES = 3;

    @RegisterExtension
    static final OwnHolm HOLM = new OwnHolm("kill", 22_000);

    @Test
    void keepsEveryAcknowledgedWriteAndAdoptsWhatRuns() throws IOException, InterruptedException {
        var holm = HOLM.get().logInDetail();
        var seed = Seed.print("kill rounds");
        var random = seed.random();
        var image = LocalImage.code(holm.files());
        var lanes = IntStream.range(0, LANES)
                .mapToObj(lane -> new Lane("lane" + lane + "x", image))
                .toList();
        var process = holm.up().start();
        process.awaitReady();
        for (var number = 1; number <= ROUNDS; number++) {
            try {
                var words = new Round(holm, process, lanes, random).run();
                System.out.printf("kill round %d/%d: %s%n", number, ROUNDS, words);
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError(
                        "kill round %d of seed %d: %s%n%s"
                                .formatted(
                                        number,
                                        seed.value(),
                                        failed.getMessage(),
                                        Evidence.about(String.valueOf(failed.getMessage()), holm)),
                        failed);
            }
        }
        leavesNothingAfterTheLastDeletion();
        assertThat(process.stop()).as("exit code of a clean stop").isIn(0, 143);
    }

    private static void leavesNothingAfterTheLastDeletion() throws IOException, InterruptedException {
        var holm = HOLM.get();
        var api = holm.api();
        api.deleteApplications();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(Actual.of(holm).containers()).isEmpty();
            assertThat(Actual.of(holm).simulated()).isEmpty();
            assertThat(holm.namespaces()).isEmpty();
        });
        assertThat(Observed.by(api).services()).isEqualTo(Map.of());
        assertThat(api.applications()).isEqualTo(List.of());
    }
}
