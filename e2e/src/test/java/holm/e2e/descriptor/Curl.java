package holm.e2e.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import holm.e2e.support.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The calls of Oakestra's documentation, letter by letter: {@code curl} against the system manager's port. */
public final class Curl {
    private static final JsonMapper JSON = new JsonMapper();
    private final String server;
    private final String token;

    private Curl(String server, String token) {
        this.server = server;
        this.token = token;
    }

    public static Curl logIn(String server) throws IOException, InterruptedException {
        var answer = curl(
                "-X",
                "POST",
                server + "/api/auth/login",
                "-H",
                "accept: application/json",
                "-H",
                "Content-Type: application/json",
                "-d",
                "{\"username\": \"Admin\", \"password\": \"Admin\"}");
        return new Curl(server, JSON.readTree(answer).path("token").asText());
    }

    public JsonNode register(Path descriptor) throws IOException, InterruptedException {
        return call("POST", "/api/application/", "-H", "Content-Type: application/json", "-d", "@" + descriptor);
    }

    public JsonNode deploy(String service) throws IOException, InterruptedException {
        return call("POST", "/api/service/" + service + "/instance");
    }

    public JsonNode undeploy(String service, int number) throws IOException, InterruptedException {
        return call("DELETE", "/api/service/" + service + "/instance/" + number);
    }

    public JsonNode service(String service) throws IOException, InterruptedException {
        return call("GET", "/api/service/" + service);
    }

    public JsonNode logs(String service, int number) throws IOException, InterruptedException {
        return call("GET", "/api/service/" + service + "/instance/" + number + "/logs");
    }

    public JsonNode delete(String application) throws IOException, InterruptedException {
        return call("DELETE", "/api/application/" + application);
    }

    private JsonNode call(String method, String path, String... more) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("-X", method, server + path, "-H", "Authorization: Bearer " + token));
        arguments.addAll(List.of(more));
        return JSON.readTree(curl(arguments.toArray(String[]::new)));
    }

    private static String curl(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--fail-with-body"));
        command.addAll(List.of(arguments));
        return Program.run(command.toArray(String[]::new)).orThrow();
    }
}
