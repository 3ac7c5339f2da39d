package holm.e2e.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import holm.testing.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Speaks the root's API as a user's program does. {@link IOException} means that nobody answered: whether the request was
 * carried out is unknown. Safe for many threads once logged in.
 */
public final class ApiClient {
    private static final JsonMapper JSON = new JsonMapper();

    /** Longer than the 15 s after which the root itself answers 503. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private volatile Optional<String> token = Optional.empty();

    public ApiClient(int port) {
        this(Place.HERE, port);
    }

    ApiClient(Place root, int port) {
        this.base = root.uri(port, "/");
    }

    /** @return this, with the default account's token */
    public ApiClient login() throws IOException, InterruptedException {
        return login("Admin", "Admin");
    }

    public ApiClient login(String user, String password) throws IOException, InterruptedException {
        token = Optional.empty();
        var answer = send("POST", "/api/auth/login", Optional.of(json(Map.of("username", user, "password", password))));
        token = Optional.of(answer.ok().path("token").asText());
        return this;
    }

    public String token() {
        return token.orElseThrow(() -> new IllegalStateException("not logged in"));
    }

    /** @return the whole list of applications that this user sees */
    public List<JsonNode> applications() throws IOException, InterruptedException {
        return list(get("/api/applications").ok());
    }

    public List<JsonNode> services() throws IOException, InterruptedException {
        return list(get("/api/services").ok());
    }

    public JsonNode service(String id) throws IOException, InterruptedException {
        return get("/api/service/" + id + "?logs=false").ok();
    }

    public List<JsonNode> instances(String service) throws IOException, InterruptedException {
        return list(service(service).path("instance_list"));
    }

    /** @return the instance, or empty when the service does not list it (any more) */
    public Optional<JsonNode> instance(String service, int number) throws IOException, InterruptedException {
        return instances(service).stream()
                .filter(instance -> instance.path("instance_number").asInt() == number)
                .findFirst();
    }

    /** @return the word, or empty text while the instance is not listed */
    public String status(String service, int number) throws IOException, InterruptedException {
        return instance(service, number)
                .map(instance -> instance.path("status").asText())
                .orElse("");
    }

    /** Waits until the instance has this status; fails with all that is known of it when it does not get it in time. */
    public void awaitStatus(String service, int number, String wanted, Duration patience) {
        await().atMost(patience)
                .untilAsserted(() -> assertThat(instance(service, number))
                        .hasValueSatisfying(
                                instance -> assertThat(instance.path("status").asText())
                                        .as(instance.toString())
                                        .isEqualTo(wanted)));
    }

    /** @return the lines of its log, in order */
    public List<String> logged(String service, int number) throws IOException, InterruptedException {
        return stream(get("/api/service/%s/instance/%d/logs".formatted(service, number))
                        .ok())
                .map(line -> line.path("text").asText())
                .toList();
    }

    /**
     * @param document an SLA with one application
     * @return that application, as the answer lists it
     */
    public JsonNode create(Object document) throws IOException, InterruptedException {
        var sent = JSON.<JsonNode>valueToTree(document).path("applications").path(0);
        return stream(post("/api/application", document).ok())
                .filter(application ->
                        same(application, sent, "application_name") && same(application, sent, "application_namespace"))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("the answer to a creation does not list what was created"));
    }

    /** @return the id of a service that is alone in a new application */
    public String create(String application, Map<String, Object> service) throws IOException, InterruptedException {
        var document = Documents.valid();
        document.put("applications", List.of(Documents.application(application, service)));
        return create(document).path("microservices").path(0).asText();
    }

    /** Deletes all that this user sees; their instances end later. */
    public void deleteApplications() throws IOException, InterruptedException {
        for (var application : applications()) {
            delete("/api/application/" + application.path("applicationID").asText())
                    .ok();
        }
    }

    /** @return the number of the new instance */
    public int deploy(String service) throws IOException, InterruptedException {
        return post("/api/service/" + service + "/instance")
                .ok()
                .path("instance_number")
                .asInt();
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, Optional.empty());
    }

    public Answer post(String path) throws IOException, InterruptedException {
        return send("POST", path, Optional.empty());
    }

    public Answer post(String path, Object document) throws IOException, InterruptedException {
        return send("POST", path, Optional.of(json(document)));
    }

    public Answer put(String path, Object document) throws IOException, InterruptedException {
        return send("PUT", path, Optional.of(json(document)));
    }

    public Answer delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, Optional.empty());
    }

    public Answer send(String method, String path, Optional<byte[]> body) throws IOException, InterruptedException {
        var headers =
                token.map(text -> Map.of("Authorization", "Bearer " + text)).orElse(Map.of());
        return send(method, path, body, headers);
    }

    /** As it stands: no header is added except the type of a body. */
    public Answer send(String method, String path, Optional<byte[]> body, Map<String, String> headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .method(method, body.map(BodyPublishers::ofByteArray).orElseGet(BodyPublishers::noBody));
        body.ifPresent(_ -> request.setHeader("Content-Type", "application/json"));
        headers.forEach(request::setHeader);
        var response = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(method + " " + path, response.statusCode(), type(response), response.body());
    }

    /** @return server-sent events as they come; the caller closes it */
    public InputStream events(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token())
                .header("Accept", "text/event-stream")
                .build();
        var response = http.send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("GET %s -> %d".formatted(path, response.statusCode()));
        }
        return response.body();
    }

    public static byte[] json(Object document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(notJson);
        }
    }

    public static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static List<JsonNode> list(JsonNode array) {
        var found = new ArrayList<JsonNode>();
        array.forEach(found::add);
        return found;
    }

    private static boolean same(JsonNode one, JsonNode other, String field) {
        return one.path(field).asText().equals(other.path(field).asText());
    }

    private static String type(HttpResponse<String> response) {
        return response.headers()
                .firstValue("content-type")
                .orElse("")
                .replaceAll(";.*", "")
                .strip();
    }
}
