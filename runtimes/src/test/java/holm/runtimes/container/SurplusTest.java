package holm.runtimes.container;

import static org.assertj.core.api.Assertions.assertThat;

import holm.runtimes.container.ImageLedger.Entry;
import holm.runtimes.container.Surplus.Image;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SurplusTest {
    private static final long MEBI = 1 << 20;
    private static final long NOW = Duration.ofDays(1).toMillis();
    private static final ImageLimits LIMITS = new ImageLimits(100, Duration.ofMinutes(10));

    @Test
    void keepsEverythingThatFits() {
        assertThat(Surplus.of(List.of(image("a", 30, 50), image("b", 20, 50)), Set.of(), LIMITS, NOW))
                .isEmpty();
    }

    @Test
    void takesTheLongestUnusedUntilTheRestFits() {
        var ours = List.of(image("a", 40, 50), image("b", 30, 50), image("c", 20, 50), image("d", 15, 50));

        assertThat(Surplus.of(ours, Set.of(), LIMITS, NOW))
                .extracting(Image::id)
                .containsExactly("a", "b");
    }

    @Test
    void takesNothingThatAContainerHas() {
        var ours = List.of(image("a", 40, 80), image("b", 30, 80));

        assertThat(Surplus.of(ours, Set.of("a"), LIMITS, NOW))
                .extracting(Image::id)
                .containsExactly("b");
        assertThat(Surplus.of(ours, Set.of("a", "b"), LIMITS, NOW)).isEmpty();
    }

    @Test
    void takesNothingThatWasUsedLately() {
        var ours = List.of(image("a", 10, 80), image("b", 9, 80));

        assertThat(Surplus.of(ours, Set.of(), LIMITS, NOW))
                .extracting(Image::id)
                .containsExactly("a");
        assertThat(Surplus.of(List.of(image("b", 9, 800)), Set.of(), LIMITS, NOW))
                .isEmpty();
    }

    @Test
    void countsAnImageOfManyNamesOnceAndByItsLastUse() {
        var entries = Map.of(
                "one:1", new Entry("x", 1_000),
                "one:2", new Entry("x", 9_000),
                "two", new Entry("y", 5_000),
                "gone", new Entry("z", 1));

        var ours = Surplus.ours(entries, Map.of("x", 7L, "y", 8L, "somebody else's", 1_000L));

        assertThat(ours).extracting(Image::id).containsExactly("y", "x");
        assertThat(ours.getLast().names()).containsExactlyInAnyOrder("one:1", "one:2");
        assertThat(ours.getLast().lastUsedMillis()).isEqualTo(9_000);
        assertThat(ours.getLast().bytes()).isEqualTo(7);
    }

    private static Image image(String id, long minutesUnused, long mebiBytes) {
        return new Image(
                id, List.of(id), NOW - Duration.ofMinutes(minutesUnused).toMillis(), mebiBytes * MEBI);
    }
}
