package holm.overlay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeparturesTest {
    private static final long BEGIN = 1_000;
    private static final long OVER = BEGIN + Departures.PATIENCE.toNanos();

    private final Departures departures = new Departures();

    @Test
    void givesEachItsTimeAndNamesItUntilItsFlowsHaveEnded() {
        departures.left(List.of("10.18.0.3", "fc00::3"), BEGIN);
        assertThat(departures.over(OVER - 1)).isEmpty();
        assertThat(departures.over(OVER)).containsExactlyInAnyOrder("10.18.0.3", "fc00::3");
        assertThat(departures.over(OVER)).hasSize(2);
        departures.ended(List.of("10.18.0.3", "fc00::3"));
        assertThat(departures.over(OVER)).isEmpty();
    }

    @Test
    void countsFromTheFirstTimeThatItLeft() {
        departures.left(List.of("10.18.0.3"), BEGIN);
        departures.left(List.of("10.18.0.3"), OVER - 1);
        assertThat(departures.over(OVER)).containsExactly("10.18.0.3");
    }

    @Test
    void leavesAnAddressAloneThatIsSomebodysAgain() {
        departures.left(List.of("10.18.0.3", "10.18.0.4"), BEGIN);
        departures.arrived(List.of("10.18.0.3"));
        assertThat(departures.over(OVER)).containsExactly("10.18.0.4");
    }
}
