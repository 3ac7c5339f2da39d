package holm.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes an application with its services, or one service. */
@Command(
        name = "delete",
        description = "Delete an application and all of its services, or one service; instances are stopped.")
public final class DeleteCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Parameters(
            paramLabel = "NAME",
            description = "Id or name of an application; with --service of a service (also application/name).")
    private String name = "";

    @Option(names = "--service", description = "NAME is a service.")
    private boolean service;

    @Override
    public Integer call() {
        var api = options.api();
        var path = service
                ? "/api/service/" + Services.id(Services.find(api, name))
                : "/api/application/" + application(api);
        var answer = api.delete(path);
        if (!options.printedAsJson(answer)) {
            System.out.printf("%s deleted%n", name);
        }
        return ExitCode.OK.number();
    }

    private String application(Api api) {
        var matches = new ArrayList<JsonNode>();
        for (var each : api.get("/api/applications")) {
            if (name.equals(each.path("applicationID").asText())
                    || name.equals(each.path("application_name").asText())) {
                matches.add(each);
            }
        }
        if (matches.size() != 1) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    matches.isEmpty()
                            ? "no application is called %s".formatted(name)
                            : "%d applications are called %s; give an id".formatted(matches.size(), name));
        }
        return matches.getFirst().path("applicationID").asText();
    }
}
