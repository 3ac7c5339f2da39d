package holm.root;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holm.domain.address.Ipv6Address;
import holm.testing.Documents;
import holm.wire.http.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code GET /api/net/routes/{address}}. */
class RouteRoutesTest {
    private RootApiServer server;
    private ApiClient admin;

    @BeforeEach
    void start() {
        server = new RootApiServer();
        admin = server.client.admin();
        var document = Documents.valid();
        document.put("applications", Documents.list(Documents.application("shop", Documents.service("web"))));
        admin.post("/api/application", Json.mapper().valueToTree(document).toString());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsTheTablePolicyTargetsAndWhoIsInterested() {
        var route = get(FakeTables.ADDRESS);
        assertThat(route.path("policy").asText()).isEqualTo("closest");
        assertThat(route.path("version").asLong()).isEqualTo(7);
        assertThat(route.path("endpoints")).hasSize(2);
        assertThat(route.path("targets")).isNotEmpty();
        assertThat(route.path("interested").path(0).path("workers").path(0).asText())
                .isEqualTo("idle-2");
        assertThat(route.path("silent_clusters")).hasSize(1);
        assertThat(route.path("from").isNull()).isTrue();
    }

    @Test
    void showsWhatTheClientsOfAWorkerMeet() {
        var near = get(FakeTables.ADDRESS + "?from=" + FakeTables.NEAR);
        assertThat(near.path("targets")).hasSize(1);
        assertThat(near.path("targets").path(0).path("instance_number").asInt()).isEqualTo(1);
        var far = get(FakeTables.ADDRESS + "?from=" + FakeTables.FAR);
        assertThat(far.path("targets").path(0).path("instance_number").asInt()).isZero();
        assertThat(far.path("endpoints").path(1).path("round_trip_ms").asDouble())
                .isEqualTo(30);
    }

    @Test
    void knowsAWorkerWithoutInstancesByItsName() {
        assertThat(get(FakeTables.ADDRESS + "?from=idle-2").path("from").asText())
                .isEqualTo(FakeTables.FAR.value());
    }

    @Test
    void refusesWhatIsNoAddress() {
        for (var wrong : new String[] {"web", "10.30.200.256", "010.30.200.1", "10.30.200", "::gg"}) {
            var answer = admin.get("/api/net/routes/" + wrong);
            assertThat(answer.status()).as(wrong).isEqualTo(422);
            assertThat(answer.json().path("field").asText()).isEqualTo("address");
        }
    }

    @Test
    void knowsNothingOfAddressesThatNobodyHas() {
        assertThat(admin.get("/api/net/routes/10.30.9.9").status()).isEqualTo(404);
        assertThat(admin.get("/api/net/routes/" + Ipv6Address.parse("fdff:2000::9"))
                        .status())
                .isEqualTo(404);
        var answer = admin.get("/api/net/routes/" + FakeTables.ADDRESS + "?from=nowhere");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("field").asText()).isEqualTo("from");
    }

    @Test
    void showsNobodyTheServicesOfOthers() {
        admin.post("/api/auth/register", "{\"name\":\"ann\",\"password\":\"secret-of-ann\"}");
        var token = server.client
                .post("/api/auth/login", "{\"username\":\"ann\",\"password\":\"secret-of-ann\"}")
                .json()
                .path("token")
                .asText();
        assertThat(server.client
                        .with(token)
                        .get("/api/net/routes/" + FakeTables.ADDRESS)
                        .status())
                .isEqualTo(404);
    }

    private JsonNode get(String address) {
        var answer = admin.get("/api/net/routes/" + address);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }
}
