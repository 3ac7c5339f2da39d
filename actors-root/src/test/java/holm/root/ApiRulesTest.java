package holm.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.testing.Documents;
import holm.wire.http.Json;
import holm.wire.http.Readiness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every endpoint. */
class ApiRulesTest {
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

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:8888", "http://127.0.0.1", "http://[::1]:3000", "https://dashboard.localhost"})
    void letsPagesOfThisMachineUseIt(String origin) {
        var preflight = server.client.send(
                "OPTIONS",
                "/api/service/x/instance/0",
                null,
                Map.of(
                        "origin",
                        origin,
                        "access-control-request-method",
                        "DELETE",
                        "access-control-request-headers",
                        "authorization"));
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("access-control-allow-origin")).isEqualTo(origin);
        assertThat(preflight.header("access-control-allow-methods")).contains("GET", "POST", "PUT", "DELETE");
        assertThat(preflight.header("access-control-allow-headers")).contains("authorization", "content-type");
        var refused = server.client.send("GET", "/api/applications", null, Map.of("origin", origin));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("access-control-allow-origin"))
                .as("a page must be able to read why")
                .isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://evil.example", "null", "http://localhost.evil.example", "file://localhost", "nonsense"})
    void letsOtherPagesReadNothing(String origin) {
        assertThat(admin.send("GET", "/api/applications", null, Map.of("origin", origin))
                        .header("access-control-allow-origin"))
                .isEmpty();
    }

    @Test
    void saysWhichMethodsAPathTakes() {
        assertThat(admin.send("PATCH", "/api/application", "{}", Map.of()).header("allow"))
                .isEqualTo("OPTIONS, POST");
        var options = server.client.send("OPTIONS", "/api/applications/", null, Map.of());
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void answersHeadLikeGetWithoutABody() {
        var head = admin.send("HEAD", "/api/applications", null, Map.of());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("content-type")).startsWith("application/json");
    }

    @Test
    void saysHowToLogIn() {
        assertThat(server.client.get("/api/applications").header("www-authenticate"))
                .startsWith("Bearer");
    }

    @Test
    void doesAPostWithAKeyOnce() {
        var service = service("once");
        var path = "/api/service/" + service + "/instance";
        var first = admin.send("POST", path, null, Map.of("idempotency-key", "k1"));
        var again = admin.send("POST", path + "/", null, Map.of("idempotency-key", "k1"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("idempotent-replayed")).isEqualTo("true");
        assertThat(instances(service)).isEqualTo(1);
        assertThat(admin.send("POST", path, null, Map.of("idempotency-key", "k2"))
                        .json()
                        .path("instance_number")
                        .asInt())
                .isEqualTo(1);
        var other = admin.send("POST", path, "{\"other\":1}", Map.of("idempotency-key", "k1"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().path("code").asText()).isEqualTo("idempotency-key-reused");
        var elsewhere = admin.send("POST", "/api/auth/register", "{}", Map.of("idempotency-key", "k1"));
        assertThat(elsewhere.status()).isEqualTo(422);
        assertThat(instances(service)).isEqualTo(2);
    }

    @Test
    void keepsARefusalForItsKey() {
        var body = "{\"name\":\"keyed\"}";
        var first = admin.send("POST", "/api/auth/register", body, Map.of("idempotency-key", "refusal"));
        assertThat(first.status()).isEqualTo(422);
        assertThat(admin.send("POST", "/api/auth/register", body, Map.of("idempotency-key", "refusal"))
                        .body())
                .isEqualTo(first.body());
    }

    @Test
    void doesOneOfManyPostsWithTheSameKey() {
        var service = service("many");
        var statuses = atOnce(
                8,
                _ -> admin.send(
                                "POST",
                                "/api/service/" + service + "/instance",
                                null,
                                Map.of("idempotency-key", "race"))
                        .status());
        assertThat(statuses).contains(200).isSubsetOf(200, 409);
        assertThat(instances(service)).isEqualTo(1);
    }

    @Test
    void keepsKeysOfAccountsApart() {
        admin.post("/api/auth/register", "{\"name\":\"keyholder\",\"password\":\"x\"}");
        var keyholder = server.client.login("keyholder", "x");
        var body = document("keys");
        assertThat(admin.send("POST", "/api/application", body, Map.of("idempotency-key", "shared"))
                        .status())
                .isEqualTo(200);
        assertThat(keyholder
                        .send("POST", "/api/application", body, Map.of("idempotency-key", "shared"))
                        .json())
                .hasSize(1);
    }

    @Test
    void saysThatTheEndOfAnInterruptedPostIsUnknown() {
        var account =
                admin.get("/api/user/Admin").json().path("_id").path("$oid").asText();
        var service = service("crashed");
        var path = "/api/service/" + service + "/instance";
        admin.send("POST", path, null, Map.of("idempotency-key", "crash"));
        sql("UPDATE idempotency_key SET status = NULL, answer = NULL WHERE owner = '" + account
                + "' AND idempotency_key = 'crash'");
        var answer = admin.send("POST", path, null, Map.of("idempotency-key", "crash"));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isEmpty();
        assertThat(answer.json().path("code").asText()).isEqualTo("outcome-unknown");
        assertThat(instances(service)).isEqualTo(1);
    }

    @Test
    void makesOneOfManyEqualApplications() {
        var statuses =
                atOnce(8, _ -> admin.post("/api/application", document("race")).status());
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).containsOnly(200, 409);
    }

    @Test
    void deletesOnceWhatIsDeletedByMany() {
        service("gone");
        var id = id("gone");
        var statuses = atOnce(8, _ -> admin.delete("/api/application/" + id).status());
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).containsOnly(200, 404);
    }

    @Test
    void leavesNoServiceBehindWhenAnApplicationGoesWhileServicesCome() {
        service("both");
        var id = id("both");
        var statuses = atOnce(
                9,
                number -> number == 4
                        ? admin.delete("/api/application/" + id).status()
                        : admin.post(
                                        "/api/service",
                                        document("both", "s" + number)
                                                .replace("\"applicationID\":\"\"", "\"applicationID\":\"" + id + "\""))
                                .status());
        assertThat(statuses).isSubsetOf(200, 404);
        assertThat(server.services.all())
                .noneMatch(service -> service.application().value().equals(id));
    }

    @Test
    void takesAnApplicationBackWhenAServiceFails() {
        server.services.failCreationWith(Optional.of(new IllegalStateException("the disk is on fire")));
        var before = admin.get("/api/applications").body();
        var answer = admin.post("/api/application", document("halfway", "good", "bad"));
        server.services.failCreationWith(Optional.empty());
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("fire");
        assertThat(admin.get("/api/applications").body()).isEqualTo(before);
        assertThat(server.services.all())
                .noneMatch(service -> service.descriptor().name().application().equals("halfway"));
        assertThat(admin.post("/api/application", document("halfway")).status())
                .as("the name is free again")
                .isEqualTo(200);
    }

    @Test
    void tellsNothingOfAnAccidentButAnIdThatTheLogHas() {
        server.services.failCreationWith(Optional.of(new IllegalStateException("secret detail")));
        var answer = admin.post("/api/application", document("accident", "bad"));
        server.services.failCreationWith(Optional.empty());
        assertThat(answer.json().path("message").asText()).matches(".*under [0-9a-f]{8}");
        assertThat(server.client.get("/metrics").body()).containsPattern("holm_http_internal_errors_total\\{.*} [1-9]");
    }

    @Test
    void countsRequestsByTemplate() {
        admin.get("/api/application/0123456789abcdef01234567");
        assertThat(server.client.get("/metrics").body())
                .contains(
                        "holm_http_requests_seconds_count{method=\"GET\",route=\"/api/application/{application}\",status=\"404\"")
                .doesNotContain("0123456789abcdef01234567");
    }

    @Test
    void saysWhetherItIsReady() {
        server.readiness.set(new Readiness.NotReady("starting"));
        assertThat(server.client.get("/health/ready/").status()).isEqualTo(503);
        assertThat(server.client.get("/health/live").status()).isEqualTo(200);
        server.readiness.set(new Readiness.Ready());
        assertThat(server.client.get("/health/ready").body()).isEqualTo("{\"status\":\"ready\"}");
    }

    @Test
    void refusesALargeBodyOfUnknownLengthToo() throws IOException {
        var answer = raw(
                "POST /api/application HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n"
                        + "Authorization: Bearer " + token() + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + ("10000\r\n" + " ".repeat(0x10000) + "\r\n").repeat(17) + "0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 413").contains("body-too-large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /\u0000 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                "GET / HTTP/1.1\r\nbroken header\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
            })
    void answersWhatIsNotHttpWithAProblemToo(String request) throws IOException {
        assertThat(raw(request))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json")
                .contains("\"message\"");
    }

    @Test
    void servesItsPagesFromItself() {
        var page = server.client.get("/api/docs/");
        assertThat(page.header("content-type")).startsWith("text/html");
        assertThat(page.body()).doesNotContain("http://").doesNotContain("https://");
        assertThat(page.header("content-security-policy")).contains("default-src 'self'");
        for (var file : List.of("swagger-ui.css", "swagger-ui-bundle.js", "start.js")) {
            assertThat(server.client.get("/api/docs/" + file).status()).isEqualTo(200);
        }
    }

    @Test
    void endsAFollowedLogWithTheReason() throws Exception {
        var service = service("thirteen");
        admin.put("/api/service/" + service + "/replicas", "{\"replicas\":14}");
        assertThat(admin.get("/api/service/" + service + "/instance/13/logs").status())
                .isEqualTo(503);
        try (var stream = admin.stream("/api/service/" + service + "/instance/13/logs?follow=true", Map.of())
                .body()) {
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("event: error\ndata: {\"code\":\"cluster-away\"");
        }
    }

    @Test
    void showsEventsOnlyToThoseTheyConcern() throws Exception {
        admin.post("/api/auth/register", "{\"name\":\"watcher\",\"password\":\"x\"}");
        var watcher = server.client.login("watcher", "x");
        service("notyours");
        watcher.post("/api/application", document("yours"));
        try (var stream = watcher.stream("/api/events?since=0", Map.of()).body()) {
            var seen = new StringBuilder();
            await().until(() -> {
                seen.append(new String(stream.readNBytes(Math.max(1, stream.available())), StandardCharsets.UTF_8));
                return seen.toString().contains("\"yours\"");
            });
            assertThat(seen.toString()).doesNotContain("notyours").contains("event: application.created\n");
        }
    }

    private static String service(String application) {
        var answer = admin.post("/api/application", document(application));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return admin.get("/api/services/" + id(application))
                .json()
                .path(0)
                .path("microserviceID")
                .asText();
    }

    private static String id(String application) {
        for (var one : admin.get("/api/applications").json()) {
            if (one.path("application_name").asText().equals(application)) {
                return one.path("applicationID").asText();
            }
        }
        throw new AssertionError("no application " + application);
    }

    private static int instances(String service) {
        return admin.get("/api/service/" + service).json().path("instance_list").size();
    }

    @SuppressWarnings("unchecked")
    private static String document(String application, String... services) {
        var all = (services.length == 0 ? Stream.of("web") : Stream.of(services))
                .map(Documents::service)
                .toArray(Map[]::new);
        var document = Documents.valid();
        document.put("applications", Documents.list(Documents.application(application, all)));
        return Json.mapper().valueToTree(document).toString();
    }

    private static <T> List<T> atOnce(int many, java.util.function.IntFunction<T> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return IntStream.range(0, many)
                    .mapToObj(number -> CompletableFuture.supplyAsync(() -> work.apply(number), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
    }

    private static String token() {
        return server.client
                .post("/api/auth/login", "{\"username\":\"Admin\",\"password\":\"Admin\"}")
                .json()
                .path("token")
                .asText();
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.client.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void sql(String statement) {
        try {
            server.store.database().transaction(connection -> {
                try (var update = connection.prepareStatement(statement)) {
                    return update.executeUpdate();
                }
            });
        } catch (java.sql.SQLException failed) {
            throw new AssertionError(failed);
        }
    }
}
