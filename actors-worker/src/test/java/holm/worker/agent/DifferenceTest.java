package holm.worker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Status;
import holm.domain.message.Actual;
import holm.domain.message.Wanted;
import holm.worker.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static final InstanceId A = Samples.instance(0);
    private static final InstanceId B = Samples.instance(1);
    private static final Fence FIRST = new Fence(1, 1, 0);
    private static final Fence SECOND = new Fence(1, 2, 0);

    @Test
    void isNothingWhenAllIsAsItShouldBe() {
        assertThat(Difference.of(List.of(new Wanted(A, FIRST)), Map.of(A, actual(A, FIRST.nextRun()))))
                .isEqualTo(new Difference(List.of(), List.of()));
    }

    @Test
    void namesWhatIsNotHere() {
        assertThat(Difference.of(
                                List.of(new Wanted(A, FIRST), new Wanted(B, FIRST)),
                                Map.of(A, actual(A, FIRST.nextRun())))
                        .missing())
                .containsExactly(B);
    }

    @Test
    void namesWhatIsHereUnderAnOlderPlacement() {
        assertThat(Difference.of(List.of(new Wanted(A, SECOND)), Map.of(A, actual(A, FIRST.nextRun())))
                        .missing())
                .containsExactly(A);
    }

    @Test
    void doesNotMindThatTheClusterKnowsOfMoreRuns() {
        assertThat(Difference.of(List.of(new Wanted(A, new Fence(1, 1, 7))), Map.of(A, actual(A, FIRST.nextRun())))
                        .missing())
                .isEmpty();
    }

    @Test
    void namesWhatNobodyWants() {
        assertThat(Difference.of(List.of(), Map.of(A, actual(A, FIRST))).unexplained())
                .containsExactly(actual(A, FIRST));
    }

    @Test
    void isTakenFromWholeSetsOnly() {
        var set = WantedSet.begin(2).page(2, List.of(new Wanted(A, FIRST))).page(1, List.of(new Wanted(B, FIRST)));
        assertThat(set.end(2, 2)).isEmpty();
        assertThat(set.end(1, 1)).isEmpty();
        assertThat(set.end(2, 1)).contains(List.of(new Wanted(A, FIRST)));
    }

    private static Actual actual(InstanceId instance, Fence fence) {
        return new Actual(instance, fence, Status.RUNNING);
    }
}
