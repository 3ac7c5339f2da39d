package holm.overlay.agent;

import static holm.overlay.agent.Tables.HERE;
import static holm.overlay.agent.Tables.SELF;
import static holm.overlay.agent.Tables.SERVICE;
import static holm.overlay.agent.Tables.endpoint;
import static holm.overlay.agent.Tables.table;
import static holm.overlay.agent.Tables.whole;
import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.message.OverlayUpdate;
import holm.domain.route.Endpoint;
import holm.domain.route.RouteTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What instances weigh is said by the root, and endpoints by their clusters. */
class WeightsTest {
    private final TableBook book = new TableBook();

    @Test
    void endpointsWeighWhatTheRootSaid() {
        take(1, Optional.of(Map.of(1, 0)));
        assertThat(weights()).containsExactly(100, 0);
        take(2, Optional.of(Map.of(0, 700)));
        assertThat(weights()).containsExactly(700, 100);
    }

    @Test
    void aClusterThatHasNotHeardOfItAgainTakesNoWeightAway() {
        take(1, Optional.of(Map.of(1, 0)));
        take(2, Optional.empty());
        assertThat(weights()).containsExactly(100, 0);
    }

    @Test
    void anEndpointThatComesBackWeighsWhatItDid() {
        take(1, Optional.of(Map.of(1, 0)));
        var gone = endpoint(1, HERE, SELF);
        book.take(new OverlayUpdate.RoutesChanged(SERVICE, 1, 2, List.of(), List.of(gone.instance())));
        book.take(new OverlayUpdate.RoutesChanged(SERVICE, 2, 3, List.of(gone), List.of()));
        assertThat(weights()).containsExactly(100, 0);
    }

    private void take(long version, Optional<Map<Integer, Integer>> weights) {
        var plain = table(version, endpoint(0, HERE, SELF), endpoint(1, HERE, SELF));
        book.take(whole(new RouteTable(
                plain.service(),
                plain.name(),
                plain.application(),
                plain.isolated(),
                version,
                plain.addresses(),
                Optional.empty(),
                weights,
                Optional.empty(),
                plain.endpoints())));
    }

    private List<Integer> weights() {
        return book.find(SERVICE).orElseThrow().endpoints().stream()
                .map(Endpoint::weight)
                .toList();
    }
}
