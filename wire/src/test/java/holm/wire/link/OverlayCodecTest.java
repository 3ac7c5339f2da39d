package holm.wire.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holm.domain.ApplicationId;
import holm.domain.ServiceId;
import holm.domain.descriptor.ServiceName;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.route.Question;
import holm.domain.route.RouteTable;
import holm.domain.route.RoutedService;
import holm.wire.http.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What tiers of different age understand of each other's questions about names. */
class OverlayCodecTest {
    private static final ObjectMapper JSON = Json.mapper();
    private static final ServiceId ASKER = new ServiceId("0123456789abcdef01234567");
    private static final ServiceId SERVICE = new ServiceId("0123456789abcdef01234568");
    private static final Question OF_AN_INSTANCE = new Question("app.ns.web.ns", Optional.of(ASKER));

    @Test
    void carriesForWhomANameIsAskedAndAnswered() throws Exception {
        for (var request : List.<OverlayRequest>of(
                new OverlayRequest.Resolve(OF_AN_INSTANCE), new OverlayRequest.Resolve(Question.ofAnybody("fdff::")))) {
            assertThat(JSON.readValue(JSON.writeValueAsString(request), OverlayRequest.class))
                    .isEqualTo(request);
        }
        for (var update : List.<OverlayUpdate>of(
                new OverlayUpdate.Resolved(OF_AN_INSTANCE, SERVICE), new OverlayUpdate.NoRoutes(OF_AN_INSTANCE))) {
            assertThat(JSON.readValue(JSON.writeValueAsString(update), OverlayUpdate.class))
                    .isEqualTo(update);
        }
    }

    @Test
    void takesWhatAnOlderTierSaysForAnybodys() throws Exception {
        var request = JSON.readValue("{\"is\":\"resolve\",\"key\":\"app.ns.web.ns\"}", OverlayRequest.class);
        assertThat(request).isEqualTo(new OverlayRequest.Resolve(Question.ofAnybody("app.ns.web.ns")));
        var answer = JSON.readValue("{\"is\":\"no-routes\",\"key\":\"app.ns.web.ns\"}", OverlayUpdate.class);
        assertThat(answer).isEqualTo(new OverlayUpdate.NoRoutes(Question.ofAnybody("app.ns.web.ns")));
    }

    @Test
    void readsATableOfATierThatDoesNotKnowWhoseItIs() throws IOException {
        var about = new RoutedService(
                SERVICE,
                new ServiceName("app", "ns", "web", "ns"),
                new ApplicationId("0123456789abcdef0123456a"),
                false,
                Map.of(),
                Optional.of("Ann"));
        var update = new OverlayUpdate.Routes(RouteTable.of(about, 1, List.of()), 1, 1, Set.of(), true);
        JsonNode written = JSON.valueToTree(update);
        assertThat(JSON.treeToValue(written, OverlayUpdate.Routes.class)).isEqualTo(update);
        ((ObjectNode) written.path("table")).remove("account");
        assertThat(JSON.treeToValue(written, OverlayUpdate.Routes.class).table().account())
                .isEmpty();
    }
}
