package holm.wire.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private static final Random RANDOM = new Random(1);

    @Test
    void doublesUpToItsLongestPause() {
        for (var failures = 0; failures < 100; failures++) {
            var whole = Math.min(3_000, 200L << Math.clamp(failures - 1L, 0, 10));
            assertThat(BackOff.LINK.pause(failures, RANDOM).toMillis()).isBetween(whole / 2, whole);
        }
    }

    @Test
    void countsASessionThatWasEndedAtOnceAsAFailure() {
        assertThat(BackOff.failures(3, Duration.ofMillis(50))).isEqualTo(4);
    }

    @Test
    void beginsAnewAfterASessionThatLasted() {
        assertThat(BackOff.failures(3, Duration.ofMinutes(1))).isEqualTo(1);
    }
}
