package holm.root;

import static org.assertj.core.api.Assertions.assertThat;

import holm.testing.BadDescriptors;
import holm.testing.BadDescriptors.BadDescriptor;
import holm.testing.Documents;
import holm.wire.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each is refused with its status and a problem document that says why, and leaves everything as it was. */
class BadRequestsTest {
    private static final String UNKNOWN = "0123456789abcdef01234567";
    private static final String CLUSTER = FakeServices.CLUSTER.value();
    private static final String WORKER = FakeWorkers.LIVE.value();
    private static RootApiServer server;
    private static ApiClient admin;
    private static ApiClient stranger;
    private static String application;
    private static String service;
    private static String before;
    private static final Map<String, String> tooMuch = new TreeMap<>();

    /**
     * @param as whose token: {@code admin}, {@code stranger}, {@code nobody}
     * @param says what the message or the field contains
     */
    record Bad(
            String name,
            String as,
            String method,
            String path,
            String body,
            Map<String, String> headers,
            int status,
            String says) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start() {
        server = new RootApiServer();
        admin = server.client.admin();
        admin.post("/api/auth/register", "{\"name\":\"stranger\",\"password\":\"secret\"}");
        stranger = server.client.login("stranger", "secret");
        application = admin.post("/api/application", valid())
                .json()
                .path(0)
                .path("applicationID")
                .asText();
        service = admin.get("/api/application/" + application)
                .json()
                .path("microservices")
                .path(0)
                .asText();
        admin.post("/api/service/" + service + "/instance", null);
        tooMuch.putAll(createServicesThatAskForTooMuch());
        before = state();
    }

    /** @return the id of a service by the field in which it asks for more than the only worker has */
    private static Map<String, String> createServicesThatAskForTooMuch() {
        Map<String, Object> wanted = Map.of(
                "memory",
                2_049,
                "vcpus",
                41,
                "storage",
                10_001,
                "vgpus",
                1,
                "virtualization",
                "wasm",
                "arch",
                List.of("arm64"));
        var greedy = new ArrayList<Object>();
        wanted.forEach((field, value) -> {
            var one = Documents.service(field);
            one.put(field, value);
            greedy.add(one);
        });
        var greed = Documents.application("greed");
        greed.put("microservices", greedy);
        var document = Documents.valid();
        document.put("applications", List.of(greed));
        admin.post("/api/application", Json.mapper().valueToTree(document).toString());
        var ids = new TreeMap<String, String>();
        admin.get("/api/services")
                .json()
                .forEach(one -> ids.put(
                        one.path("microservice_name").asText(),
                        one.path("microserviceID").asText()));
        ids.keySet().retainAll(wanted.keySet());
        return ids;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"tokens", "paths", "bodies", "fields", "strangers", "queries", "greed"})
    void refuses(Bad bad) {
        var client = switch (bad.as()) {
            case "admin" -> admin;
            case "stranger" -> stranger;
            default -> server.client;
        };
        var answer = client.send(bad.method(), bad.path(), bad.body().isEmpty() ? null : bad.body(), bad.headers());
        assertThat(answer.status()).as(answer.body()).isEqualTo(bad.status());
        assertThat(answer.header("content-type")).startsWith("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(bad.status());
        assertThat(answer.json().path("message").asText()).isNotBlank();
        assertThat(answer.json().path("message").asText()
                        + answer.json().path("field").asText())
                .contains(bad.says());
        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("descriptors")
    void refusesADescriptorWith(BadDescriptor bad) {
        var answer = admin.post(
                "/api/application", Json.mapper().valueToTree(bad.document()).toString());
        assertThat(answer.status()).as(answer.body()).isBetween(400, 422);
        assertThat(answer.json().findValuesAsText("field")).as(answer.body()).contains(bad.field());
        assertThat(state()).isEqualTo(before);
    }

    static Stream<BadDescriptor> descriptors() {
        return BadDescriptors.all().stream();
    }

    static Stream<Bad> tokens() {
        var real = server.client
                .post("/api/auth/login", "{\"username\":\"Admin\",\"password\":\"Admin\"}")
                .json();
        var forged =
                new ForgedTokens(RootApiServer.KEY.key(), real.path("token").asText());
        return Stream.of(
                bearer("no token at all", "", "Missing"),
                bearer("an empty token", "Bearer ", "Missing"),
                bearer("another scheme", "Basic QWRtaW46QWRtaW4=", "Missing"),
                bearer("a token without dots", "Bearer abc", "malformed"),
                bearer("a token that is not base64", "Bearer a.b.c", "malformed"),
                bearer("a token of four parts", "Bearer " + real.path("token").asText() + ".x", "malformed"),
                bearer("alg none", "Bearer " + forged.unsigned(), "malformed"),
                bearer("the public key as secret", "Bearer " + forged.signedWithThePublicKey(), "not signed"),
                bearer("another key", "Bearer " + forged.signedByAnotherKey(), "not signed"),
                bearer("a changed signature", "Bearer " + forged.signedWithoutIntegrity(), "not signed"),
                bearer("an expired token", "Bearer " + forged.expired(), "expired"),
                bearer("a token without end", "Bearer " + forged.withoutEnd(), "expired"),
                bearer("a token from the future", "Bearer " + forged.fromTheFuture(), "not valid yet"),
                bearer("another audience", "Bearer " + forged.forAnotherAudience(), "something else"),
                bearer("another issuer", "Bearer " + forged.byAnotherIssuer(), "something else"),
                bearer("nobody's token", "Bearer " + forged.ofNobody(), "nobody"),
                bearer("the token of an account that is gone", "Bearer " + forged.ofAGhost(), "does not exist"),
                bearer("a token of another type", "Bearer " + forged.ofAnotherType(), "access"),
                bearer(
                        "a refresh token for a call",
                        "Bearer " + real.path("refresh_token").asText(),
                        "access"),
                new Bad(
                        "an access token for a refresh",
                        "admin",
                        "POST",
                        "/api/auth/refresh",
                        "{}",
                        Map.of(),
                        401,
                        "refresh"),
                new Bad("an unknown path without token", "nobody", "GET", "/api/nothing", "", Map.of(), 401, "Missing"),
                new Bad(
                        "another method without token",
                        "nobody",
                        "PATCH",
                        "/api/application",
                        "",
                        Map.of(),
                        401,
                        "Missing"),
                new Bad(
                        "clusters without token",
                        "nobody",
                        "GET",
                        "/api/clusters/active",
                        "",
                        Map.of(),
                        401,
                        "Missing"),
                new Bad("events without token", "nobody", "GET", "/api/events", "", Map.of(), 401, "Missing"));
    }

    private static String workers(String cluster) {
        return "/api/clusters/" + cluster + "/workers";
    }

    static Stream<Bad> paths() {
        return Stream.of(
                admin("an unknown path", "GET", "/api/nothing", "", 404, "/api/nothing"),
                admin("an unknown path outside the api", "GET", "/nothing", "", 404, "/nothing"),
                admin("a method that a list does not take", "DELETE", "/api/applications", "", 405, "DELETE"),
                admin("PATCH", "PATCH", "/api/application/" + application, "{}", 405, "PATCH"),
                admin("GET of what only posts", "GET", "/api/application", "", 405, "GET"),
                admin("GET of login", "GET", "/api/auth/login", "", 405, "GET"),
                admin("an application id that is none", "GET", "/api/application/xyz", "", 404, "xyz"),
                admin(
                        "an application id in capitals",
                        "GET",
                        "/api/application/" + application.toUpperCase(java.util.Locale.ROOT),
                        "",
                        404,
                        "application"),
                admin("an unknown application", "GET", "/api/application/" + UNKNOWN, "", 404, UNKNOWN),
                admin("an unknown application to change", "PUT", "/api/application/" + UNKNOWN, "{}", 404, UNKNOWN),
                admin("an unknown application to delete", "DELETE", "/api/application/" + UNKNOWN, "", 404, UNKNOWN),
                admin("services of an unknown application", "GET", "/api/services/" + UNKNOWN, "", 404, UNKNOWN),
                admin("a service id that is none", "GET", "/api/service/nginx", "", 404, "nginx"),
                admin("an unknown service", "GET", "/api/service/" + UNKNOWN, "", 404, UNKNOWN),
                admin("an application's id as a service", "GET", "/api/service/" + application, "", 404, application),
                admin("an unknown service to change", "PUT", "/api/service/" + UNKNOWN, "{}", 404, UNKNOWN),
                admin("workers of an unknown cluster", "GET", workers(UNKNOWN), "", 404, UNKNOWN),
                admin("workers of a cluster id that is none", "GET", workers("home"), "", 404, "home"),
                admin("a worker of an unknown cluster", "DELETE", workers(UNKNOWN) + "/" + WORKER, "", 404, UNKNOWN),
                admin("an unknown worker", "DELETE", workers(CLUSTER) + "/" + UNKNOWN, "", 404, UNKNOWN),
                admin("a worker id that is none", "DELETE", workers(CLUSTER) + "/w1", "", 404, "w1"),
                admin("a worker that is connected", "DELETE", workers(CLUSTER) + "/" + WORKER, "", 409, "worker"),
                admin("GET of a worker", "GET", workers(CLUSTER) + "/" + WORKER, "", 405, "GET"),
                admin("an unknown service to delete", "DELETE", "/api/service/" + UNKNOWN, "", 404, UNKNOWN),
                admin(
                        "an unknown service to deploy",
                        "POST",
                        "/api/service/" + UNKNOWN + "/instance",
                        "",
                        404,
                        UNKNOWN),
                admin(
                        "replicas of an unknown service",
                        "PUT",
                        "/api/service/" + UNKNOWN + "/replicas",
                        "{\"replicas\":1}",
                        404,
                        UNKNOWN),
                admin(
                        "an instance that never was",
                        "DELETE",
                        "/api/service/" + service + "/instance/99",
                        "",
                        404,
                        "instance"),
                admin(
                        "an instance number that is a word",
                        "DELETE",
                        "/api/service/" + service + "/instance/one",
                        "",
                        422,
                        "number"),
                admin(
                        "an instance number below all",
                        "DELETE",
                        "/api/service/" + service + "/instance/-2",
                        "",
                        422,
                        "number"),
                admin(
                        "a huge instance number",
                        "DELETE",
                        "/api/service/" + service + "/instance/99999999999999",
                        "",
                        422,
                        "number"),
                admin(
                        "logs of an instance that never was",
                        "GET",
                        "/api/service/" + service + "/instance/99/logs",
                        "",
                        404,
                        "instance"),
                admin(
                        "addresses of an unknown service",
                        "GET",
                        "/api/service/" + UNKNOWN + "/addresses",
                        "",
                        404,
                        UNKNOWN),
                netinfo("a name of three parts", "shop.test.web", "name"),
                netinfo("a name with a blank", "shop.test.web%20.test", "name"),
                netinfo("an address with a leading zero", "ip/010.30.0.1", "ip"),
                netinfo("an address of three parts", "ip/10.30.0", "ip"),
                netinfo("an IPv4 address in IPv6", "ip/::ffff:10.30.0.1", "ip"),
                netinfo("a word as address", "ip/web", "ip"),
                netinfo("no addresses at all", "available-ip/0", "count"),
                netinfo("fewer than no addresses", "available-ip/-1", "count"),
                netinfo("more addresses than anybody reads", "available-ip/101", "count"),
                netinfo("a number of addresses beyond all numbers", "available-ip/99999999999", "count"),
                netinfo("a number of addresses in words", "available-ip/three", "count"),
                netinfo("a family that is none", "available-ip?v=5", "v"),
                admin("an unknown user", "GET", "/api/user/ghost", "", 404, "ghost"),
                admin("an unknown user to delete", "DELETE", "/api/user/ghost", "", 404, "ghost"),
                admin("an unknown user to change", "PUT", "/api/user/ghost", "{}", 404, "ghost"),
                admin("permissions of an unknown user", "GET", "/api/permission/ghost", "", 404, "ghost"),
                admin("applications of an unknown user", "GET", "/api/applications/" + UNKNOWN, "", 404, UNKNOWN),
                admin("users of an unknown organization", "GET", "/api/users/" + UNKNOWN, "", 404, UNKNOWN),
                admin("an unknown resource", "GET", "/api/v1/resources/" + UNKNOWN, "", 404, UNKNOWN),
                admin("a file of the docs that is none", "GET", "/api/docs/../../etc/passwd", "", 404, ""),
                new Bad(
                        "another name than ours",
                        "nobody",
                        "GET",
                        "/health/live",
                        "",
                        Map.of("host", "evil.example:10000"),
                        403,
                        "evil.example"),
                new Bad(
                        "a page from elsewhere",
                        "nobody",
                        "OPTIONS",
                        "/api/applications",
                        "",
                        Map.of("origin", "http://evil.example", "access-control-request-method", "GET"),
                        403,
                        "evil.example"));
    }

    static Stream<Bad> bodies() {
        var deep = "[".repeat(5_000) + "]".repeat(5_000);
        return Stream.of(
                admin("no body", "POST", "/api/application", "", 400, "body"),
                admin("blanks", "POST", "/api/application", "  \n ", 400, "body"),
                admin("half an object", "POST", "/api/application", "{\"sla_version\": ", 400, "line 1"),
                admin("a word", "POST", "/api/application", "hello", 400, "line 1, column"),
                admin("two objects", "POST", "/api/application", "{} {}", 400, "not JSON"),
                admin("a comma too many", "POST", "/api/application", "{\"a\":1,}", 400, "column"),
                admin("NaN", "POST", "/api/application", "{\"a\":NaN}", 400, "NaN"),
                admin(
                        "a field twice",
                        "POST",
                        "/api/application",
                        "{\"sla_version\":\"v2.0\",\n\"sla_version\":\"v2.0\"}",
                        400,
                        "line 2"),
                admin("a deep list", "POST", "/api/application", deep, 400, "depth"),
                admin(
                        "a deep object",
                        "POST",
                        "/api/application",
                        "{\"a\":".repeat(200) + "1" + "}".repeat(200),
                        400,
                        "depth"),
                admin(
                        "a very long number",
                        "POST",
                        "/api/application",
                        "{\"a\":" + "9".repeat(2_000) + "}",
                        400,
                        "limit"),
                admin("a list", "POST", "/api/application", "[]", 400, "object"),
                admin("a text", "POST", "/api/application", "\"{}\"", 400, "object"),
                admin("null", "POST", "/api/application", "null", 400, "object"),
                new Bad(
                        "more than a mebibyte",
                        "admin",
                        "POST",
                        "/api/application",
                        " ".repeat(1 << 20) + "{}",
                        Map.of(),
                        413,
                        "bytes"),
                new Bad(
                        "a form",
                        "admin",
                        "POST",
                        "/api/application",
                        "a=b",
                        Map.of("content-type", "application/x-www-form-urlencoded"),
                        415,
                        "x-www-form-urlencoded"),
                new Bad(
                        "plain text",
                        "admin",
                        "PUT",
                        "/api/service/" + service + "/replicas",
                        "{\"replicas\":1}",
                        Map.of("content-type", "text/plain"),
                        415,
                        "text/plain"),
                new Bad(
                        "an Idempotency-Key that is too long",
                        "admin",
                        "POST",
                        "/api/application",
                        "{}",
                        Map.of("idempotency-key", "k".repeat(201)),
                        400,
                        "Idempotency-Key"),
                new Bad("no JSON at login", "nobody", "POST", "/api/auth/login", "{", Map.of(), 400, "line 1"));
    }

    static Stream<Bad> fields() {
        return Stream.of(
                login("no user name", "{\"password\":\"x\"}", 422, "username"),
                login("no password", "{\"username\":\"Admin\"}", 422, "password"),
                login("a number as password", "{\"username\":\"Admin\",\"password\":5}", 422, "password"),
                login("a wrong password", "{\"username\":\"Admin\",\"password\":\"admin\"}", 401, "password"),
                login("an unknown user", "{\"username\":\"ghost\",\"password\":\"x\"}", 401, "password"),
                login(
                        "an unknown organization",
                        "{\"username\":\"Admin\",\"password\":\"Admin\",\"organization_name\":\"other\"}",
                        404,
                        "other"),
                admin("an empty document", "POST", "/api/application", "{}", 422, "sla_version"),
                admin(
                        "an old version",
                        "POST",
                        "/api/application",
                        valid().replace("v2.0", "v1.0"),
                        422,
                        "sla_version"),
                admin(
                        "an application that is there already",
                        "POST",
                        "/api/application",
                        valid(),
                        409,
                        "applications[0].application_name"),
                admin("a service without application", "POST", "/api/service", valid(), 422, "applicationID"),
                admin("a service of an unknown application", "POST", "/api/service", withId(UNKNOWN), 404, UNKNOWN),
                admin(
                        "a service that is there already",
                        "POST",
                        "/api/service",
                        withId(application),
                        409,
                        "microservice_name"),
                admin(
                        "a service under another application name",
                        "POST",
                        "/api/service",
                        withId(application).replace("shop", "stop"),
                        422,
                        "application_name"),
                admin(
                        "another application name",
                        "PUT",
                        "/api/application/" + application,
                        "{\"application_name\":\"other\"}",
                        422,
                        "application_name"),
                admin(
                        "a number as description",
                        "PUT",
                        "/api/application/" + application,
                        "{\"application_desc\":7}",
                        422,
                        "application_desc"),
                admin("no weight", "PUT", "/api/service/" + service + "/instance/0/weight", "{}", 422, "weight"),
                admin(
                        "a weight below nothing",
                        "PUT",
                        "/api/service/" + service + "/instance/0/weight",
                        "{\"weight\":-1}",
                        422,
                        "weight"),
                admin(
                        "a weight above all",
                        "PUT",
                        "/api/service/" + service + "/instance/0/weight",
                        "{\"weight\":1001}",
                        422,
                        "weight"),
                admin(
                        "a weight of the instance x",
                        "PUT",
                        "/api/service/" + service + "/instance/x/weight",
                        "{\"weight\":1}",
                        422,
                        "number"),
                admin("no replicas", "PUT", "/api/service/" + service + "/replicas", "{}", 422, "replicas"),
                admin(
                        "fewer than no replicas",
                        "PUT",
                        "/api/service/" + service + "/replicas",
                        "{\"replicas\":-1}",
                        422,
                        "replicas"),
                admin(
                        "half a replica",
                        "PUT",
                        "/api/service/" + service + "/replicas",
                        "{\"replicas\":1.5}",
                        422,
                        "replicas"),
                admin(
                        "replicas in words",
                        "PUT",
                        "/api/service/" + service + "/replicas",
                        "{\"replicas\":\"3\"}",
                        422,
                        "replicas"),
                admin(
                        "far too many replicas",
                        "PUT",
                        "/api/service/" + service + "/replicas",
                        "{\"replicas\":1000000}",
                        422,
                        "replicas"),
                admin(
                        "a change of a service",
                        "PUT",
                        "/api/service/" + service,
                        valid().replace("\"memory\":100", "\"memory\":101"),
                        501,
                        "memory"),
                admin("a user without name", "POST", "/api/auth/register", "{\"password\":\"x\"}", 422, "name"),
                admin("a user without password", "POST", "/api/auth/register", "{\"name\":\"x\"}", 422, "password"),
                admin(
                        "a user with a blank in the name",
                        "POST",
                        "/api/auth/register",
                        "{\"name\":\"a b\",\"password\":\"x\"}",
                        422,
                        "name"),
                admin(
                        "a user with a slash in the name",
                        "POST",
                        "/api/auth/register",
                        "{\"name\":\"a/b\",\"password\":\"x\"}",
                        422,
                        "name"),
                admin(
                        "a user that is there already",
                        "POST",
                        "/api/auth/register",
                        "{\"name\":\"Admin\",\"password\":\"x\"}",
                        409,
                        "Admin"),
                admin(
                        "a user that looks like another",
                        "POST",
                        "/api/auth/register",
                        "{\"name\":\"ADMIN\",\"password\":\"x\"}",
                        409,
                        "ADMIN"),
                admin(
                        "an unknown role",
                        "POST",
                        "/api/auth/register",
                        "{\"name\":\"x\",\"password\":\"x\",\"roles\":[\"Admin\",\"King\"]}",
                        422,
                        "roles[1]"),
                admin(
                        "a role that is no list",
                        "POST",
                        "/api/auth/register",
                        "{\"name\":\"x\",\"password\":\"x\",\"roles\":\"Admin\"}",
                        422,
                        "roles"),
                admin(
                        "a password of 73 bytes",
                        "POST",
                        "/api/auth/register",
                        "{\"name\":\"x\",\"password\":\"" + "x".repeat(73) + "\"}",
                        422,
                        "password"),
                admin("another name for a user", "PUT", "/api/user/stranger", "{\"name\":\"other\"}", 422, "name"),
                admin(
                        "a wrong old password",
                        "POST",
                        "/api/user/Admin",
                        "{\"oldPassword\":\"x\",\"newPassword\":\"y\"}",
                        400,
                        "oldPassword"),
                admin(
                        "the same password",
                        "POST",
                        "/api/user/Admin",
                        "{\"oldPassword\":\"Admin\",\"newPassword\":\"Admin\"}",
                        400,
                        "newPassword"),
                admin("the removal of the last Admin", "DELETE", "/api/user/Admin", "", 409, "last"),
                admin("the last Admin without the role", "PUT", "/api/user/Admin", "{\"roles\":[]}", 409, "last"));
    }

    static Stream<Bad> greed() {
        return tooMuch.entrySet().stream()
                .flatMap(entry -> Stream.of(
                        admin(
                                "an instance with too much " + entry.getKey(),
                                "POST",
                                "/api/service/" + entry.getValue() + "/instance",
                                "",
                                409,
                                entry.getKey()),
                        admin(
                                "replicas with too much " + entry.getKey(),
                                "PUT",
                                "/api/service/" + entry.getValue() + "/replicas",
                                "{\"replicas\":1}",
                                409,
                                entry.getKey())));
    }

    static Stream<Bad> strangers() {
        return Stream.of(
                stranger("a foreign application", "GET", "/api/application/" + application, "", 404),
                stranger(
                        "a foreign application to change",
                        "PUT",
                        "/api/application/" + application,
                        "{\"application_desc\":\"mine\"}",
                        404),
                stranger("a foreign application to delete", "DELETE", "/api/application/" + application, "", 404),
                stranger("services of a foreign application", "GET", "/api/services/" + application, "", 404),
                stranger("a service into a foreign application", "POST", "/api/service", withId(application), 404),
                stranger("a foreign service", "GET", "/api/service/" + service, "", 404),
                stranger("a foreign service to change", "PUT", "/api/service/" + service, valid(), 404),
                stranger("a foreign service to delete", "DELETE", "/api/service/" + service, "", 404),
                stranger("a foreign service to deploy", "POST", "/api/service/" + service + "/instance", "", 404),
                stranger("a foreign instance to delete", "DELETE", "/api/service/" + service + "/instance/0", "", 404),
                stranger(
                        "all foreign instances to delete",
                        "DELETE",
                        "/api/service/" + service + "/instance/-1",
                        "",
                        404),
                stranger(
                        "replicas of a foreign service",
                        "PUT",
                        "/api/service/" + service + "/replicas",
                        "{\"replicas\":0}",
                        404),
                stranger("foreign logs", "GET", "/api/service/" + service + "/instance/0/logs", "", 404),
                stranger(
                        "foreign logs to follow",
                        "GET",
                        "/api/service/" + service + "/instance/0/logs?follow=true",
                        "",
                        404),
                stranger(
                        "a registration by somebody who is no Admin",
                        "POST",
                        "/api/auth/register",
                        "{\"name\":\"x\",\"password\":\"x\"}",
                        403),
                stranger("all users", "GET", "/api/users", "", 403),
                stranger("a worker to remove", "DELETE", workers(CLUSTER) + "/" + FakeWorkers.SILENT, "", 403),
                stranger("the organizations", "GET", "/api/organization", "", 403),
                stranger("a foreign user", "GET", "/api/user/Admin", "", 403),
                stranger("a foreign user who is none", "GET", "/api/user/ghost", "", 403),
                stranger("foreign permissions", "GET", "/api/permission/Admin", "", 403),
                stranger(
                        "a foreign password",
                        "POST",
                        "/api/user/Admin",
                        "{\"oldPassword\":\"Admin\",\"newPassword\":\"x\"}",
                        403),
                stranger("a foreign user to change", "PUT", "/api/user/Admin", "{\"email\":\"x\"}", 403),
                stranger("a foreign user to delete", "DELETE", "/api/user/Admin", "", 403),
                stranger("a role for oneself", "PUT", "/api/user/stranger", "{\"roles\":[\"Admin\"]}", 403),
                stranger("a password without the old one", "PUT", "/api/user/stranger", "{\"password\":\"x\"}", 403));
    }

    static Stream<Bad> queries() {
        var logs = "/api/service/" + service + "/instance/0/logs";
        return Stream.of(
                admin("a tail that is a word", "GET", logs + "?tail=all", "", 422, "tail"),
                admin("a tail below zero", "GET", logs + "?tail=-1", "", 422, "tail"),
                admin("a tail without end", "GET", logs + "?tail=100001", "", 422, "tail"),
                admin("a time that is none", "GET", logs + "?since=yesterday", "", 422, "since"),
                admin("follow with a word", "GET", logs + "?follow=yes", "", 422, "follow"),
                admin("a format that is none", "GET", logs + "?format=xml", "", 422, "format"),
                admin("events since a word", "GET", "/api/events?since=now", "", 422, "since"),
                admin(
                        "resources that are active perhaps",
                        "GET",
                        "/api/v1/resources?active=perhaps",
                        "",
                        422,
                        "active"),
                new Bad(
                        "a last event that is a word",
                        "admin",
                        "GET",
                        "/api/events",
                        "",
                        Map.of("last-event-id", "x"),
                        422,
                        "since"));
    }

    private static Bad bearer(String name, String authorization, String says) {
        return new Bad(
                name, "nobody", "GET", "/api/applications", "", Map.of("authorization", authorization), 401, says);
    }

    private static Bad netinfo(String name, String path, String says) {
        return admin(name, "GET", "/api/pubnet/service/netinfo/" + path, "", 422, says);
    }

    private static Bad login(String name, String body, int status, String says) {
        return new Bad(name, "nobody", "POST", "/api/auth/login", body, Map.of(), status, says);
    }

    private static Bad admin(String name, String method, String path, String body, int status, String says) {
        return new Bad(name, "admin", method, path, body, Map.of(), status, says);
    }

    private static Bad stranger(String name, String method, String path, String body, int status) {
        return new Bad(name, "stranger", method, path, body, Map.of(), status, "");
    }

    private static String valid() {
        return Json.mapper().valueToTree(Documents.valid()).toString();
    }

    private static String withId(String id) {
        return valid().replace("\"applicationID\":\"\"", "\"applicationID\":\"" + id + "\"");
    }

    private static String state() {
        return admin.get("/api/applications").body()
                + admin.get("/api/services").body()
                + admin.get("/api/users").body();
    }
}
