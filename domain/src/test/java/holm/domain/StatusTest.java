package holm.domain;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusTest {
    @ParameterizedTest
    @EnumSource
    void isFoundByItsWord(Status status) {
        assertThat(Status.of(status.word())).isEqualTo(status);
    }

    @Test
    void hasNoOtherWords() {
        assertThat(Status.tryOf("ACTIVE")).isEmpty();
        assertThat(Status.tryOf("running")).isEmpty();
    }

    @Property
    void movesForwardOnlyOnceAWorkerIsChosen(@ForAll Status one, @ForAll Status other) {
        if (!one.isWaiting() || !other.isWaiting()) {
            assertThat(one.mayBecome(other) && other.mayBecome(one)).isFalse();
        }
    }

    @Property
    void staysAtItsEnd(@ForAll Status end, @ForAll Status next) {
        if (end.isEnd() && end.mayBecome(next)) {
            assertThat(next).isEqualTo(Status.UNDEPLOYED);
        }
    }

    @Test
    void mayGoBackToWaitingWhileNobodyIsChosen() {
        assertThat(Status.NO_ACTIVE_CLUSTER_WITH_CAPACITY.mayBecome(Status.REQUESTED))
                .isTrue();
        assertThat(Status.NODE_SCHEDULED.mayBecome(Status.REQUESTED)).isFalse();
        assertThat(Status.RUNNING.mayBecome(Status.CREATED)).isFalse();
        assertThat(Status.CREATED.mayBecome(Status.FAILED)).isTrue();
    }
}
