package holm.overlay.plane;

import static org.assertj.core.api.Assertions.assertThat;

import holm.overlay.balance.Destination;
import holm.overlay.balance.Mode;
import holm.overlay.balance.Target;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final String ADDRESS = "10.30.0.1";

    @Test
    void oneTargetIsAnElementAndNoneARefusal() {
        assertThat(place(Mode.ROUND_ROBIN, true, 5)).isEqualTo(new Placement.Direct("10.18.0.1"));
        assertThat(place(Mode.STICKY, false)).isEqualTo(new Placement.Nobody());
    }

    @Test
    void severalHaveAChainOfTheirOwn() {
        assertThat(place(Mode.ROUND_ROBIN, true, 1, 9))
                .isEqualTo(new Placement.Own("dnat ip to numgen inc mod 2 map { 0 : 10.18.0.1, 1 : 10.18.0.2 }"));
        assertThat(place(Mode.RANDOM, true, 1, 9))
                .isEqualTo(new Placement.Own("dnat ip to numgen random mod 10 map { 0 : 10.18.0.1, 1-9 : 10.18.0.2 }"));
    }

    @Test
    void withoutRoomSeveralShareAChainByWholeSlots() {
        assertThat(place(Mode.ROUND_ROBIN, false, 1, 9, 4))
                .isEqualTo(new Placement.Shared(false, List.of("10.18.0.1", "10.18.0.2", "10.18.0.3")));
        var weighted = (Placement.Shared) place(Mode.STICKY, false, 25, 75);
        assertThat(weighted.sticky()).isTrue();
        assertThat(weighted.slots())
                .hasSize(Placement.LARGEST_SHARED)
                .satisfies(slots ->
                        assertThat(slots.stream().filter("10.18.0.1"::equals)).hasSize(4));
    }

    @Test
    void moreTargetsThanSlotsHaveAChainWhateverTheRoom() {
        assertThat(place(Mode.RANDOM, false, IntStream.range(0, 17).map(n -> 1).toArray()))
                .isInstanceOf(Placement.Own.class);
    }

    private static Placement place(Mode mode, boolean ownChain, int... weights) {
        var targets = IntStream.range(0, weights.length)
                .mapToObj(n -> new Target("10.18.0." + (n + 1), weights[n]))
                .toList();
        return Placement.of(new Destination(ADDRESS, mode, targets), ownChain);
    }
}
