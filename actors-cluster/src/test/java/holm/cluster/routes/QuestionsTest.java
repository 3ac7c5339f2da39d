package holm.cluster.routes;

import static org.assertj.core.api.Assertions.assertThat;

import holm.cluster.routes.Questions.Fate;
import holm.domain.ServiceId;
import holm.domain.route.Question;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private static final Question A = Question.ofAnybody("a");

    private final Questions<String> questions = new Questions<>(3, Duration.ofSeconds(2), Duration.ofSeconds(5));

    @Test
    void asksOnceAndAnswersAll() {
        assertThat(questions.ask(A, "ann", at(0))).isEqualTo(Fate.ASK);
        assertThat(questions.ask(A, "bob", at(1))).isEqualTo(Fate.WAIT);
        assertThat(questions.known(A)).containsExactly("ann", "bob");
        assertThat(questions.known(A)).isEmpty();
    }

    @Test
    void remembersForAWhileThatNobodyHasIt() {
        questions.ask(A, "ann", at(0));
        assertThat(questions.unknown(A, at(1))).containsExactly("ann");
        assertThat(questions.ask(A, "bob", at(5))).isEqualTo(Fate.UNKNOWN);
        assertThat(questions.ask(A, "bob", at(6))).isEqualTo(Fate.ASK);
    }

    @Test
    void forgetsThatNobodyHadItWhenSomebodyDoes() {
        questions.unknown(A, at(0));
        questions.known(A);
        assertThat(questions.ask(A, "ann", at(1))).isEqualTo(Fate.ASK);
    }

    @Test
    void givesUpWithoutRememberingIt() {
        questions.ask(A, "ann", at(0));
        assertThat(questions.overdue(at(1))).isEmpty();
        assertThat(questions.overdue(at(2))).containsOnlyKeys(A);
        assertThat(questions.ask(A, "ann", at(2))).isEqualTo(Fate.ASK);
    }

    @Test
    void holdsNoMoreThanItMay() {
        for (var key : new String[] {"a", "b", "c"}) {
            assertThat(questions.ask(Question.ofAnybody(key), "ann", at(0))).isEqualTo(Fate.ASK);
        }
        assertThat(questions.ask(Question.ofAnybody("d"), "ann", at(0))).isEqualTo(Fate.UNKNOWN);
        for (var key : new String[] {"w", "x", "y", "z"}) {
            questions.unknown(Question.ofAnybody(key), at(0));
        }
        questions.known(A);
        assertThat(questions.ask(Question.ofAnybody("w"), "ann", at(0))).isEqualTo(Fate.ASK);
    }

    @Test
    void keepsAnAnswerForThoseWhoAskedForTheSameOne() {
        var of = new Question("a", Optional.of(new ServiceId("0123456789abcdef01234567")));
        questions.ask(A, "ann", at(0));
        assertThat(questions.ask(of, "bob", at(0))).isEqualTo(Fate.ASK);
        assertThat(questions.unknown(of, at(1))).containsExactly("bob");
        assertThat(questions.ask(A, "cid", at(1))).isEqualTo(Fate.WAIT);
    }

    private static long at(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
