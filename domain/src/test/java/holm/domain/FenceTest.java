package holm.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FenceTest {
    private static final long MOST = 999_999_999_999_999_999L;

    @Property
    void readsBackWhatItWrote(
            @ForAll @LongRange(max = MOST) long assignment,
            @ForAll @LongRange(max = MOST) long placement,
            @ForAll @LongRange(max = MOST) long run) {
        var fence = new Fence(assignment, placement, run);
        assertThat(Fence.parse(fence.toString())).isEqualTo(fence);
    }

    @Property
    void isOlderThanWhateverFollowsIt(
            @ForAll @LongRange(max = 9) long assignment,
            @ForAll @LongRange(max = 9) long placement,
            @ForAll @LongRange(max = 9) long run) {
        var fence = new Fence(assignment, placement, run);
        assertThat(fence).isLessThan(fence.nextRun());
        assertThat(fence.nextRun()).isLessThan(fence.nextPlacement());
        assertThat(fence.nextPlacement()).isLessThan(fence.nextAssignment());
        assertThat(fence.nextRun().samePlacement(fence)).isTrue();
        assertThat(fence.nextPlacement().samePlacement(fence)).isFalse();
        assertThat(fence.nextPlacement().sameAssignment(fence)).isTrue();
        assertThat(fence.nextAssignment().sameAssignment(fence)).isFalse();
    }

    @Test
    void startsAgainBelowWhatWasRaised() {
        assertThat(new Fence(3, 4, 5).nextAssignment()).isEqualTo(new Fence(4, 0, 0));
        assertThat(new Fence(3, 4, 5).nextPlacement()).isEqualTo(new Fence(3, 5, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1-2", "1-2-3-4", "-1-2-3", "1-2-x", " 1-2-3", "1-2-9999999999999999999"})
    void isNoOtherText(String text) {
        assertThat(Fence.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> Fence.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
