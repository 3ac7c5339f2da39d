package holm.root;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holm.testing.Documents;
import holm.wire.http.Json;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Oakestra's clients do, in their order. */
class UserApiTest {
    private static RootApiServer server;
    private static ApiClient admin;

    @BeforeAll
    static void start() {
        server = new RootApiServer();
        admin = server.client.admin();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void acceptsTheDefaultPasswordOnLoopbackAndSaysSo() {
        assertThat(server.firstAdmin.defaultPassword()).isTrue();
        assertThat(server.firstAdmin.generatedPassword()).isEmpty();
    }

    @Test
    void givesTokensWithTheClaimsThatClientsRead() throws Exception {
        var answer = server.client
                .post(
                        "/api/auth/login/",
                        "{\"username\":\"Admin\",\"password\":\"Admin\",\"organization_name\":\"root\"}")
                .json();
        var claims = Json.mapper()
                .readTree(Base64.getUrlDecoder()
                        .decode(payload(answer.path("token").asText())));
        assertThat(claims.path("sub").asText()).isEqualTo("Admin");
        assertThat(claims.path("user").asText()).isEqualTo("Admin");
        assertThat(claims.path("type").asText()).isEqualTo("access");
        assertThat(texts(claims.path("roles")))
                .containsExactly("Admin", "Organization_Admin", "Application_Provider", "Infrastructure_Provider");
        assertThat(claims.path("organization").asText()).matches("[0-9a-f]{24}");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(600);
        assertThat(answer.path("refresh_token").asText()).matches("[^.]+[.][^.]+[.][^.]+");
    }

    @Test
    void refreshesWithARefreshToken() {
        var tokens = server.client
                .post("/api/auth/login", "{\"username\":\"Admin\",\"password\":\"Admin\"}")
                .json();
        var answer = server.client.with(tokens.path("refresh_token").asText()).post("/api/auth/refresh", "{}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(server.client
                        .with(answer.json().path("token").asText())
                        .get("/api/applications")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void takesAnApplicationFromItsDocumentToRunningInstancesAndAway() {
        var created = admin.post(
                "/api/application",
                json(Documents.application("oakway", Documents.service("curl"), Documents.service("nginx"))));
        assertThat(created.status()).as(created.body()).isEqualTo(200);
        var application = named(created.json(), "application_name", "oakway");
        var id = application.path("applicationID").asText();
        assertThat(application.path("_id").path("$oid").asText()).isEqualTo(id);
        assertThat(application.path("userId").asText()).isEqualTo("Admin");
        assertThat(application.path("application_desc").isTextual()).isTrue();
        assertThat(texts(application.path("microservices")))
                .hasSize(2)
                .allMatch(service -> service.matches("[0-9a-f]{24}"));
        assertThat(admin.get("/api/application/" + id).json()).isEqualTo(application);
        assertThat(named(admin.get("/api/applications/").json(), "applicationID", id))
                .isEqualTo(application);

        var service = texts(application.path("microservices")).getFirst();
        assertThat(admin.get("/api/service/" + service).json().has("status")).isFalse();
        var deployed = admin.post("/api/service/" + service + "/instance", null);
        assertThat(deployed.body()).isEqualTo("{\"message\":\"ok\",\"instance_number\":0}");
        assertThat(admin.post(
                                "/api/service/" + service + "/instance/",
                                admin.get("/api/service/" + service).body())
                        .status())
                .isEqualTo(200);

        var shown = admin.get("/api/service/" + service + "/").json();
        assertThat(shown.path("status").asText()).isEqualTo("RUNNING");
        assertThat(shown.path("instance_list")).hasSize(2);
        assertThat(shown.path("instance_list").path(0).path("logs").asText()).contains("line 9");
        assertThat(admin.get("/api/services/" + id).json()).hasSize(2);
        assertThat(named(admin.get("/api/services").json(), "microserviceID", service)
                        .path("microservice_name")
                        .asText())
                .isIn("curl", "nginx");

        assertThat(admin.delete("/api/service/" + service + "/instance/0").body())
                .isEqualTo("{\"message\":\"ok\"}");
        assertThat(admin.put("/api/service/" + service + "/replicas", "{\"replicas\":3}")
                        .json()
                        .path("replicas")
                        .asInt())
                .isEqualTo(3);
        assertThat(admin.delete("/api/service/" + service + "/instance/-1").status())
                .isEqualTo(200);
        assertThat(admin.get("/api/service/" + service).json().path("instance_list"))
                .isEmpty();

        assertThat(admin.delete("/api/application/" + id).body()).isEqualTo("{\"message\":\"Application Deleted\"}");
        assertThat(admin.get("/api/application/" + id).status()).isEqualTo(404);
        assertThat(admin.get("/api/service/" + service).status()).isEqualTo(404);
    }

    @Test
    void keepsTheTypesThatTheGoClientInsistsOn() {
        var id = created("gotypes");
        var service = texts(admin.get("/api/application/" + id).json().path("microservices"))
                .getFirst();
        admin.post("/api/service/" + service + "/instance", null);
        var shown = admin.get("/api/service/" + service).json();
        for (var text : List.of(
                "microserviceID",
                "microservice_name",
                "microservice_namespace",
                "applicationID",
                "application_name",
                "app_name",
                "application_namespace",
                "app_ns",
                "status",
                "status_detail",
                "code",
                "virtualization",
                "image",
                "job_name")) {
            assertThat(shown.path(text).isTextual()).as(text).isTrue();
        }
        assertThat(shown.path("next_instance_progressive_number").isInt()).isTrue();
        var instance = shown.path("instance_list").path(0);
        for (var text : List.of(
                "status",
                "status_detail",
                "publicip",
                "cluster_id",
                "cluster_location",
                "host_ip",
                "disk",
                "cpu_percent",
                "memory_percent",
                "logs",
                "worker_id")) {
            assertThat(instance.path(text).isTextual()).as(text).isTrue();
        }
        assertThat(instance.path("instance_number").isInt()).isTrue();
        assertThat(instance.path("host_port").isInt()).isTrue();
        assertThat(instance.path("cpu_history").path(0).path("value").isTextual())
                .isTrue();
        assertThat(instance.path("memory_history").path(0).path("timestamp").isTextual())
                .isTrue();
        assertThat(instance.path("last_modified_timestamp").isNumber()).isTrue();
        admin.delete("/api/application/" + id);
    }

    @Test
    void listsClustersWithOldAndNewNamesAndAPlainId() {
        for (var path : List.of("/api/clusters/", "/api/clusters/active", "/api/v1/resources/")) {
            var cluster = admin.get(path).json().path(0);
            assertThat(cluster.path("_id").isTextual()).isTrue();
            assertThat(cluster.path("cluster_name").asText())
                    .isEqualTo(cluster.path("candidate_name").asText())
                    .isEqualTo("home");
            assertThat(cluster.path("memory_in_mb").isIntegralNumber()).isTrue();
            assertThat(cluster.path("ip").asText()).isEqualTo("192.0.2.1");
            assertThat(cluster.path("total_cpu_cores").asInt()).isEqualTo(4);
            assertThat(cluster.path("active_nodes").isInt()).isTrue();
            assertThat(cluster.path("active").isBoolean()).isTrue();
            assertThat(texts(cluster.path("virtualization"))).containsExactly("docker");
            assertThat(cluster.path("last_modified_timestamp").isNumber()).isTrue();
            assertThat(texts(cluster.path("supported_addons"))).isEmpty();
        }
        assertThat(admin.get("/api/v1/resources/" + FakeServices.CLUSTER)
                        .json()
                        .path("candidate_name")
                        .asText())
                .isEqualTo("home");
        assertThat(admin.get("/api/v1/resources/?active=false").json()).isEmpty();
    }

    @Test
    void addsAServiceToAnApplication() {
        var id = created("addsome");
        var document = Documents.application("addsome", Documents.service("second"));
        document.put("applicationID", id);
        var answer = admin.post("/api/service/", json(document));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var service = answer.json().path("job_id").asText();
        assertThat(answer.json().path("failed_services").isArray()).isTrue();
        assertThat(answer.json()
                        .path("deployed_services")
                        .path(0)
                        .path("service_name")
                        .asText())
                .startsWith("addsome.");
        assertThat(texts(admin.get("/api/application/" + id).json().path("microservices")))
                .contains(service)
                .hasSize(2);
        assertThat(admin.post("/api/service/", json(document)).status()).isEqualTo(409);
        assertThat(admin.delete("/api/service/" + service).body()).isEqualTo("{\"message\":\"Job deleted\"}");
        assertThat(admin.delete("/api/service/" + service).status()).isEqualTo(404);
        admin.delete("/api/application/" + id);
    }

    @Test
    void takesTheSameServiceAgainAndRefusesAnotherOne() {
        var id = created("fixed");
        var service = texts(admin.get("/api/application/" + id).json().path("microservices"))
                .getFirst();
        var same = Documents.application("fixed", Documents.service("web"));
        assertThat(admin.put("/api/service/" + service, json(same)).status()).isEqualTo(200);
        var other = Documents.service("web");
        other.put("memory", 999);
        var answer = admin.put("/api/service/" + service, json(Documents.application("fixed", other)));
        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.json().path("field").asText()).endsWith("memory");
        admin.delete("/api/application/" + id);
    }

    @Test
    void changesTheDescriptionOfAnApplication() {
        var id = created("described");
        var whole = (ObjectNode) admin.get("/api/application/" + id).json();
        whole.put("application_desc", "better");
        assertThat(admin.put("/api/application/" + id, whole.toString()).status())
                .isEqualTo(200);
        assertThat(admin.get("/api/application/" + id)
                        .json()
                        .path("application_desc")
                        .asText())
                .isEqualTo("better");
        admin.delete("/api/application/" + id);
    }

    @Test
    void givesAUserEverythingButWhatBelongsToOthers() {
        var registered = admin.post(
                "/api/auth/register",
                "{\"_id\":{\"$oid\":\"\"},\"created_at\":\"23/11/2026 10:00\",\"email\":\"o@x\",\"password\":\"secret\",\"roles\":[\"Application_Provider\"],\"name\":\"olga\"}");
        assertThat(registered.status()).isEqualTo(200);
        assertThat(registered.body()).doesNotContain("password").doesNotContain("$2");
        assertThat(registered.json().path("created_at").asText()).isEqualTo("23/11/2026 10:00");
        var olga = server.client.login("olga", "secret");
        var mine = olga.get("/api/user/olga").json();
        assertThat(olga.post("/api/application/", json(Documents.application("mine", Documents.service("web"))))
                        .json())
                .hasSize(1);
        assertThat(olga.get("/api/applications/" + mine.path("_id").path("$oid").asText())
                        .json())
                .hasSize(1);
        var foreign = created("foreign");
        var service = texts(admin.get("/api/application/" + foreign).json().path("microservices"))
                .getFirst();
        for (var path : List.of(
                "/api/application/" + foreign,
                "/api/services/" + foreign,
                "/api/service/" + service,
                "/api/service/" + service + "/instance/0/logs",
                "/api/applications/"
                        + admin.get("/api/user/Admin")
                                .json()
                                .path("_id")
                                .path("$oid")
                                .asText())) {
            assertThat(olga.get(path).status()).as(path).isEqualTo(404);
        }
        assertThat(olga.post("/api/service/" + service + "/instance", null).status())
                .isEqualTo(404);
        assertThat(olga.delete("/api/application/" + foreign).status()).isEqualTo(404);
        assertThat(olga.get("/api/services/").json()).hasSize(1);
        assertThat(olga.get("/api/permission/olga").json()).isEqualTo(read("{\"roles\":[\"Application_Provider\"]}"));
        assertThat(olga.get("/api/user/Admin").status()).isEqualTo(403);
        assertThat(olga.get("/api/users/").status()).isEqualTo(403);
        assertThat(admin.delete("/api/user/olga").status())
                .as("has an application")
                .isEqualTo(409);
        olga.delete("/api/application/"
                + olga.get("/api/applications")
                        .json()
                        .path(0)
                        .path("applicationID")
                        .asText());
        assertThat(admin.delete("/api/user/olga").status()).isEqualTo(200);
        assertThat(olga.get("/api/applications").status())
                .as("the account is gone")
                .isEqualTo(401);
        admin.delete("/api/application/" + foreign);
    }

    @Test
    void keepsThePasswordWhenAnEditSendsNull() {
        admin.post("/api/auth/register", "{\"name\":\"edit\",\"password\":\"before\"}");
        var answer = admin.put(
                "/api/user/edit",
                "{\"email\":\"new@x\",\"password\":null,\"roles\":[\"Infrastructure_Provider\"],\"name\":\"edit\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(texts(server.client
                        .login("edit", "before")
                        .get("/api/permission/edit")
                        .json()
                        .path("roles")))
                .containsExactly("Infrastructure_Provider");
    }

    @Test
    void voidsTokensWhenThePasswordChanges() {
        admin.post("/api/auth/register", "{\"name\":\"fickle\",\"password\":\"first\"}");
        var before = server.client.login("fickle", "first");
        assertThat(before.post("/api/user/fickle", "{\"oldPassword\":\"wrong\",\"newPassword\":\"x\"}")
                        .json()
                        .path("message")
                        .asText())
                .isEqualTo("Old password is not valid!");
        assertThat(before.post("/api/user/fickle", "{\"oldPassword\":\"first\",\"newPassword\":\"first\"}")
                        .status())
                .isEqualTo(400);
        assertThat(before.post("/api/user/fickle", "{\"oldPassword\":\"first\",\"newPassword\":\"second\"}")
                        .status())
                .isEqualTo(200);
        assertThat(server.client
                        .login("fickle", "second")
                        .get("/api/user/fickle")
                        .status())
                .isEqualTo(200);
        assertThat(server.client
                        .post("/api/auth/login", "{\"username\":\"fickle\",\"password\":\"first\"}")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void neverLosesTheLastAdmin() {
        assertThat(admin.delete("/api/user/Admin").status()).isEqualTo(409);
        assertThat(admin.put("/api/user/Admin", "{\"roles\":[\"Application_Provider\"]}")
                        .status())
                .isEqualTo(409);
        assertThat(admin.get("/api/organization/").json().path(0).path("name").asText())
                .isEqualTo("root");
        assertThat(admin.get("/api/users/"
                                + admin.get("/api/organization")
                                        .json()
                                        .path(0)
                                        .path("_id")
                                        .path("$oid")
                                        .asText())
                        .json())
                .isNotEmpty();
    }

    @Test
    void readsLogsAsJsonTextAndEvents() throws Exception {
        var id = created("logs");
        var service = texts(admin.get("/api/application/" + id).json().path("microservices"))
                .getFirst();
        admin.post("/api/service/" + service + "/instance", null);
        var path = "/api/service/" + service + "/instance/0/logs";
        var lines = admin.get(path).json();
        assertThat(lines).hasSize(10);
        assertThat(lines.path(2).path("stream").asText()).isEqualTo("stderr");
        assertThat(lines.path(0).path("time").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(admin.get(path + "?tail=2&format=text").body()).isEqualTo("line 8\nline 9\n");
        assertThat(admin.get(path + "?tail=0").json()).isEmpty();
        assertThat(admin.get(path + "?since=0.004").json()).hasSize(6);
        assertThat(admin.get(path + "?since=1970-01-01T00:00:00.009Z").json()).hasSize(1);
        try (var stream = admin.stream(path + "?follow=true&tail=1", Map.of()).body()) {
            assertThat(dataWith(stream, "line 9"))
                    .contains("\"stream\":\"stdout\"")
                    .contains("\"time\":");
        }
        admin.delete("/api/application/" + id);
    }

    @Test
    void streamsEventsFromWhereAReaderLeftOff() throws Exception {
        var first = created("eventone");
        var second = created("eventtwo");
        try (var stream =
                admin.stream("/api/events", Map.of("last-event-id", "0")).body()) {
            assertThat(dataWith(stream, "eventtwo")).contains("application.created");
        }
        admin.delete("/api/application/" + first);
        admin.delete("/api/application/" + second);
    }

    private static String created(String name) {
        var answer = admin.post("/api/application", json(Documents.application(name, Documents.service("web"))));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return named(answer.json(), "application_name", name)
                .path("applicationID")
                .asText();
    }

    private static String json(Map<String, Object> application) {
        var document = Documents.valid();
        document.put("applications", Documents.list(application));
        return Json.mapper().valueToTree(document).toString();
    }

    /** @return the first event with this text in it */
    private static String dataWith(InputStream stream, String text) {
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                .lines()
                .filter(line -> line.startsWith("data: ") && line.contains(text))
                .findFirst()
                .orElseThrow();
    }

    private static String payload(String token) {
        return token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
    }

    private static JsonNode read(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new AssertionError(notJson);
        }
    }

    private static JsonNode named(JsonNode list, String field, String value) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(one -> one.path(field).asText().equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + value + " in " + list));
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
