package holm.root.account;

import static org.assertj.core.api.Assertions.assertThat;

import holm.root.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProvenPasswordsTest {
    private final HandClock clock = new HandClock();
    private final ProvenPasswords proven = new ProvenPasswords(clock);

    @Test
    void knowsExactlyWhatWasRight() {
        proven.add("secret", "hash");
        assertThat(proven.contains("secret", "hash")).isTrue();
        assertThat(proven.contains("Secret", "hash")).isFalse();
        assertThat(proven.contains("secret", "hash after a change")).isFalse();
    }

    @Test
    void forgetsTheOldestOfTooMany() {
        for (var i = 0; i <= AccountLimits.PROVEN; i++) {
            proven.add("secret" + i, "hash");
        }
        assertThat(proven.contains("secret0", "hash")).isFalse();
        assertThat(proven.contains("secret1", "hash")).isTrue();
    }

    @Test
    void checksTheHashAgainLater() {
        proven.add("secret", "hash");
        clock.advance(AccountLimits.PROVEN_FOR.minus(Duration.ofMillis(1)));
        assertThat(proven.contains("secret", "hash")).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(proven.contains("secret", "hash")).isFalse();
    }
}
