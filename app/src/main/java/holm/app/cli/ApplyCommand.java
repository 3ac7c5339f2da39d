package holm.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates the applications of a descriptor, and starts them when asked to. */
@Command(
        name = "apply",
        description = "Create the applications of a descriptor (SLA v2.0).",
        footer = {"", "Example: holm apply -f web.json --deploy --wait"})
public final class ApplyCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "The descriptor; - reads standard input.")
    private String file = "-";

    @Option(names = "--deploy", description = "Start one instance of each service.")
    private boolean deploy;

    @Option(names = "--wait", description = "Wait until each started instance runs (or has completed).")
    private boolean waiting;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long --wait waits (default ${DEFAULT-VALUE}).")
    private int timeoutSeconds = 120;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var descriptor = read();
        var api = options.api();
        var applications = api.post("/api/application", Optional.of(descriptor));
        var services = new ArrayList<JsonNode>();
        for (var wanted : descriptor.path("applications")) {
            services.addAll(servicesOf(api, applications, wanted));
        }
        var started = new ArrayList<Started>();
        if (deploy) {
            for (var service : services) {
                var answer = api.post("/api/service/%s/instance".formatted(Services.id(service)), Optional.empty());
                started.add(new Started(service, answer.path("instance_number").asInt()));
            }
        }
        if (options.output == ClientOptions.Output.table) {
            services.forEach(service -> System.out.printf(
                    "%s  %s  %s%n", Services.id(service), Services.fullName(service), deploy ? "deployed" : "created"));
        }
        var reached = !waiting
                || new Waiting(api, Duration.ofSeconds(timeoutSeconds), options.output == ClientOptions.Output.table)
                        .until(started);
        options.printedAsJson(Api.JSON.valueToTree(services.stream()
                .map(service -> api.get("/api/service/" + Services.id(service)))
                .toList()));
        return (reached ? ExitCode.OK : ExitCode.REFUSED).number();
    }

    /** One instance that was asked for. */
    record Started(JsonNode service, int number) {}

    private JsonNode read() throws IOException {
        try {
            var text = file.equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
            return Api.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "%s is not JSON: %s (line %d)"
                            .formatted(
                                    file,
                                    e.getOriginalMessage(),
                                    e.getLocation().getLineNr()));
        } catch (java.nio.file.NoSuchFileException e) {
            throw new CommandFailure(ExitCode.USAGE, "there is no file %s".formatted(file));
        }
    }

    private static List<JsonNode> servicesOf(Api api, JsonNode applications, JsonNode wanted) {
        var found = new ArrayList<JsonNode>();
        for (var application : applications) {
            if (same(application, wanted, "application_name") && same(application, wanted, "application_namespace")) {
                api.get("/api/services/" + application.path("applicationID").asText())
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static boolean same(JsonNode one, JsonNode other, String field) {
        return one.path(field).asText().equals(other.path(field).asText());
    }
}
