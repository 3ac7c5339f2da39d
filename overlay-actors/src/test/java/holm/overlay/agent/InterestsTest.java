package holm.overlay.agent;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.ServiceId;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InterestsTest {
    private static final ServiceId A = new ServiceId("00000000000000000000000a");
    private static final ServiceId B = new ServiceId("00000000000000000000000b");

    private final Interests interests = new Interests();

    @Test
    void dropsWhatNobodyUsedForAMinute() {
        assertThat(interests.used(A, at(0))).isTrue();
        assertThat(interests.used(A, at(30))).isFalse();
        assertThat(interests.expired(at(89))).isEmpty();
        assertThat(interests.expired(at(90))).containsExactly(A);
        assertThat(interests.isWanted(A)).isFalse();
    }

    @Test
    void keepsWhatAnInstanceHereBelongsTo() {
        assertThat(interests.hosts(Set.of(A), at(0))).containsExactly(A);
        interests.used(A, at(0));
        assertThat(interests.expired(at(1_000))).isEmpty();
        assertThat(interests.isWanted(A)).isTrue();
    }

    @Test
    void keepsTheFellowsOfWhatIsIsolatedHere() {
        assertThat(interests.hosts(Set.of(A), at(0))).containsExactly(A);
        assertThat(interests.fellows(Set.of(A, B), at(0))).containsExactly(B);
        assertThat(interests.expired(at(1_000))).isEmpty();
        assertThat(interests.all()).containsExactlyInAnyOrder(A, B);
        interests.fellows(Set.of(), at(1_000));
        assertThat(interests.expired(at(1_060))).containsExactly(B);
    }

    @Test
    void keepsForAMinuteWhatTheLastInstanceHereBelongedTo() {
        interests.hosts(Set.of(A, B), at(0));
        interests.hosts(Set.of(B), at(100));
        assertThat(interests.expired(at(159))).isEmpty();
        assertThat(interests.expired(at(160))).containsExactly(A);
        assertThat(interests.all()).containsExactly(B);
    }

    @Test
    void namesOnlyWhatIsWantedNewly() {
        interests.used(A, at(0));
        assertThat(interests.hosts(Set.of(A, B), at(1))).containsExactly(B);
        assertThat(interests.hosts(Set.of(A, B), at(2))).isEmpty();
    }

    private static long at(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
