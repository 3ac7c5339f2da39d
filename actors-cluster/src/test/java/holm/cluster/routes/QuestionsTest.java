package holm.cluster.routes;

import static org.assertj.core.api.Assertions.assertThat;

import holm.cluster.routes.Questions.Fate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private final Questions<String> questions = new Questions<>(3, Duration.ofSeconds(2), Duration.ofSeconds(5));

    @Test
    void asksOnceAndAnswersAll() {
        assertThat(questions.ask("a", "ann", at(0))).isEqualTo(Fate.ASK);
        assertThat(questions.ask("a", "bob", at(1))).isEqualTo(Fate.WAIT);
        assertThat(questions.known("a")).containsExactly("ann", "bob");
        assertThat(questions.known("a")).isEmpty();
    }

    @Test
    void remembersForAWhileThatNobodyHasIt() {
        questions.ask("a", "ann", at(0));
        assertThat(questions.unknown("a", at(1))).containsExactly("ann");
        assertThat(questions.ask("a", "bob", at(5))).isEqualTo(Fate.UNKNOWN);
        assertThat(questions.ask("a", "bob", at(6))).isEqualTo(Fate.ASK);
    }

    @Test
    void forgetsThatNobodyHadItWhenSomebodyDoes() {
        questions.unknown("a", at(0));
        questions.known("a");
        assertThat(questions.ask("a", "ann", at(1))).isEqualTo(Fate.ASK);
    }

    @Test
    void givesUpWithoutRememberingIt() {
        questions.ask("a", "ann", at(0));
        assertThat(questions.overdue(at(1))).isEmpty();
        assertThat(questions.overdue(at(2))).containsOnlyKeys("a");
        assertThat(questions.ask("a", "ann", at(2))).isEqualTo(Fate.ASK);
    }

    @Test
    void holdsNoMoreThanItMay() {
        for (var key : new String[] {"a", "b", "c"}) {
            assertThat(questions.ask(key, "ann", at(0))).isEqualTo(Fate.ASK);
        }
        assertThat(questions.ask("d", "ann", at(0))).isEqualTo(Fate.UNKNOWN);
        for (var key : new String[] {"w", "x", "y", "z"}) {
            questions.unknown(key, at(0));
        }
        questions.known("a");
        assertThat(questions.ask("w", "ann", at(0))).isEqualTo(Fate.ASK);
    }

    private static long at(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
