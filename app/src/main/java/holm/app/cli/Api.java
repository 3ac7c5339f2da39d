package holm.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Speaks the root's HTTP API. Logs in by itself where that is possible: with a session, the environment, or the default account on loopback. */
public final class Api {
    static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String server;
    private Optional<Session> session;

    public Api(String server) {
        this.server = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        this.session = Session.load(this.server);
    }

    public String server() {
        return server;
    }

    public JsonNode get(String path) {
        return call("GET", path, Optional.empty());
    }

    public JsonNode post(String path, Optional<JsonNode> body) {
        return call("POST", path, body);
    }

    public JsonNode put(String path, JsonNode body) {
        return call("PUT", path, Optional.of(body));
    }

    public JsonNode delete(String path) {
        return call("DELETE", path, Optional.empty());
    }

    /** @return a stream of server-sent events or text, read until it ends; the caller closes it */
    InputStream stream(String path, Map<String, String> headers) {
        for (var attempt = 0; ; attempt++) {
            var request =
                    request("GET", path, Optional.empty()).header("Authorization", "Bearer " + token(attempt > 0));
            headers.forEach(request::header);
            var response = send(request.build(), BodyHandlers.ofInputStream());
            if (response.statusCode() == 401 && attempt == 0) {
                continue;
            }
            if (response.statusCode() != 200) {
                try (var body = response.body()) {
                    throw refused(response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw refused(response.statusCode(), "");
                }
            }
            return response.body();
        }
    }

    /** Logs in and remembers it. */
    Session login(String user, String password) {
        var answer = logIn(user, password);
        if (answer.statusCode() != 200) {
            throw refused(answer.statusCode(), answer.body());
        }
        var tokens = parse(answer.body());
        var fresh = new Session(
                server,
                user,
                tokens.path("token").asText(),
                tokens.path("refresh_token").asText());
        session = Optional.of(fresh);
        return fresh;
    }

    private JsonNode call(String method, String path, Optional<JsonNode> body) {
        var response = authorized(method, path, body, token(false));
        if (response.statusCode() == 401) {
            response = authorized(method, path, body, token(true));
        }
        if (response.statusCode() != 200) {
            throw refused(response.statusCode(), response.body());
        }
        return parse(response.body());
    }

    private HttpResponse<String> authorized(String method, String path, Optional<JsonNode> body, String token) {
        return send(
                request(method, path, body)
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
    }

    private String token(boolean renew) {
        if (session.isPresent() && !renew) {
            return session.get().token();
        }
        if (session.isPresent()) {
            var refreshed = send(
                    request("POST", "/api/auth/refresh", Optional.of(JsonNodeFactory.instance.objectNode()))
                            .timeout(PATIENCE)
                            .header("Authorization", "Bearer " + session.get().refreshToken())
                            .build(),
                    BodyHandlers.ofString());
            if (refreshed.statusCode() == 200) {
                var old = session.get();
                remember(new Session(
                        server,
                        old.user(),
                        parse(refreshed.body()).path("token").asText(),
                        old.refreshToken()));
                return session.get().token();
            }
        }
        return fromEnvironment();
    }

    /** {@code HOLM_USER} and {@code HOLM_PASSWORD}, else Oakestra's default account where the root listens on loopback. */
    private String fromEnvironment() {
        var user = Optional.ofNullable(System.getenv("HOLM_USER")).orElse("Admin");
        var password = Optional.ofNullable(System.getenv("HOLM_PASSWORD"))
                .or(() -> isLoopback() ? Optional.of("Admin") : Optional.empty());
        if (password.isPresent()) {
            var answer = logIn(user, password.get());
            if (answer.statusCode() == 200) {
                var tokens = parse(answer.body());
                remember(new Session(
                        server,
                        user,
                        tokens.path("token").asText(),
                        tokens.path("refresh_token").asText()));
                return tokens.path("token").asText();
            }
            if (answer.statusCode() != 401) {
                throw refused(answer.statusCode(), answer.body());
            }
        }
        throw new CommandFailure(
                ExitCode.REFUSED, "not logged in at %s. Type: holm login --server %s".formatted(server, server));
    }

    private HttpResponse<String> logIn(String user, String password) {
        var body = JsonNodeFactory.instance.objectNode().put("username", user).put("password", password);
        return send(
                request("POST", "/api/auth/login", Optional.of(body))
                        .timeout(PATIENCE)
                        .build(),
                BodyHandlers.ofString());
    }

    private void remember(Session fresh) {
        session = Optional.of(fresh);
        try {
            fresh.save();
        } catch (IOException readOnlyHome) {
            // The next command logs in again.
        }
    }

    private boolean isLoopback() {
        var host = Optional.ofNullable(URI.create(server).getHost()).orElse("");
        return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
    }

    private HttpRequest.Builder request(String method, String path, Optional<JsonNode> body) {
        try {
            var builder = HttpRequest.newBuilder(URI.create(server + path))
                    .header("Accept", "application/json, text/event-stream");
            body.ifPresent(json -> builder.header("Content-Type", "application/json"));
            return builder.method(
                    method,
                    body.map(json -> BodyPublishers.ofString(json.toString())).orElseGet(BodyPublishers::noBody));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "not a server's address: %s (it looks like http://127.0.0.1:10000)".formatted(server));
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "no answer from %s. Is Holm running there (holm up)? Choose another with --server or HOLM_SERVER."
                            .formatted(server));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.REFUSED, "interrupted");
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, "the answer is not JSON; is this a Holm root?");
        }
    }

    /** A problem document as sentences: what was wrong, with which field, what would be right. */
    private static CommandFailure refused(int status, String body) {
        JsonNode problem;
        try {
            problem = JSON.readTree(body);
        } catch (JsonProcessingException noJson) {
            problem = JsonNodeFactory.instance.objectNode();
        }
        var text = new StringBuilder(problem.path("message").asText("HTTP " + status));
        for (var key : new String[] {"field", "hint"}) {
            if (!problem.path(key).asText("").isEmpty()) {
                text.append("\n  ")
                        .append(key)
                        .append(": ")
                        .append(problem.path(key).asText());
            }
        }
        for (var error : problem.path("errors")) {
            text.append("\n  ")
                    .append(error.path("field").asText())
                    .append(": ")
                    .append(error.path("message").asText());
        }
        return new CommandFailure(status >= 500 ? ExitCode.UNREACHABLE : ExitCode.REFUSED, text.toString());
    }
}
