package holm.root;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import holm.wire.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Speaks to the API as any client does. Without a token unless one was given. */
public final class ApiClient implements AutoCloseable {
    static {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private final HttpClient http;
    private final int port;
    private final Optional<String> token;

    /** What came back. */
    public record Answer(int status, HttpHeaders headers, String body) {
        public JsonNode json() {
            try {
                return Json.mapper().readTree(body);
            } catch (JsonProcessingException notJson) {
                throw new AssertionError("not JSON: " + body, notJson);
            }
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    public ApiClient(int port) {
        this(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), port, Optional.empty());
    }

    private ApiClient(HttpClient http, int port, Optional<String> token) {
        this.http = http;
        this.port = port;
        this.token = token;
    }

    public int port() {
        return port;
    }

    public ApiClient with(String other) {
        return new ApiClient(http, port, Optional.of(other));
    }

    /** @return this client with the token of a user */
    public ApiClient login(String user, String password) {
        var answer = post("/api/auth/login", "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}");
        if (answer.status() != 200) {
            throw new AssertionError("login of " + user + ": " + answer.body());
        }
        return with(answer.json().path("token").asText());
    }

    public ApiClient admin() {
        return login("Admin", "Admin");
    }

    public Answer get(String path) {
        return send("GET", path, null, Map.of());
    }

    public Answer post(String path, @Nullable String body) {
        return send("POST", path, body, Map.of());
    }

    public Answer put(String path, String body) {
        return send("PUT", path, body, Map.of());
    }

    public Answer delete(String path) {
        return send("DELETE", path, null, Map.of());
    }

    /** @param headers over the usual ones: a token, and JSON where there is a body; an empty value leaves one out */
    public Answer send(String method, String path, @Nullable String body, Map<String, String> headers) {
        try {
            var response = http.send(request(method, path, body, headers), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(method + " " + path + " got no answer", failed);
        }
    }

    /** Reads as it comes. */
    public HttpResponse<InputStream> stream(String path, Map<String, String> headers) {
        try {
            return http.send(request("GET", path, null, headers), BodyHandlers.ofInputStream());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError("GET " + path + " got no answer", failed);
        }
    }

    private HttpRequest request(String method, String path, @Nullable String body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null && !headers.containsKey("content-type")) {
            request.header("content-type", "application/json");
        }
        if (!headers.containsKey("authorization")) {
            token.ifPresent(one -> request.header("authorization", "Bearer " + one));
        }
        headers.forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.header(name, value);
            }
        });
        return request.build();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
