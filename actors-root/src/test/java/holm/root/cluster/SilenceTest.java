package holm.root.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void growsWithPunctualTicks() {
        var silence = ticked(Silence.since(seconds(0)), 0, 31);
        assertThat(silence.isLongerThan(LIMIT)).isTrue();
        assertThat(ticked(Silence.since(seconds(0)), 0, 30).isLongerThan(LIMIT)).isFalse();
    }

    @Test
    void beginsAgainWhenThisProcessWasPaused() {
        var silence = ticked(Silence.since(seconds(0)), 0, 29).tick(seconds(600), TICK);
        assertThat(silence.isLongerThan(LIMIT)).isFalse();
        assertThat(ticked(silence, 600, 630).isLongerThan(LIMIT)).isFalse();
        assertThat(ticked(silence, 600, 631).isLongerThan(LIMIT)).isTrue();
    }

    @Test
    void isGivenTimeToJoinAfterAStart() {
        var silence = Silence.alreadyFor(Duration.ofSeconds(-10), seconds(0));
        assertThat(ticked(silence, 0, 40).isLongerThan(LIMIT)).isFalse();
        assertThat(ticked(silence, 0, 41).isLongerThan(LIMIT)).isTrue();
    }

    private static Silence ticked(Silence silence, int from, int to) {
        var next = silence;
        for (var second = from + 1; second <= to; second++) {
            next = next.tick(seconds(second), TICK);
        }
        return next;
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
