package holm.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the workers of all clusters, by name. */
@Command(name = "workers", description = "List workers by cluster.")
public final class WorkersCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Override
    public Integer call() {
        var clusters = options.api().get("/api/v1/resources");
        if (options.printedAsJson(clusters)) {
            return ExitCode.OK.number();
        }
        var table = new Table("CLUSTER", "WORKER", "STATE");
        for (JsonNode cluster : clusters) {
            for (var name : cluster.path("workers")) {
                table.row(
                        ClientOptions.cell(cluster, "candidate_name"),
                        name.asText(),
                        cluster.path("active").asBoolean() ? "live" : "unknown");
            }
        }
        table.print(System.out);
        return ExitCode.OK.number();
    }
}
