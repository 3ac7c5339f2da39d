package holm.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the workers of all clusters, or removes one. */
@Command(
        name = "workers",
        description = "List workers by cluster and what they run, or remove one that does not come back.",
        subcommands = {WorkersCommand.Remove.class})
public final class WorkersCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Override
    public Integer call() {
        var workers = Workers.all(options.api(), null);
        if (options.printedAsJson(Api.JSON.valueToTree(workers))) {
            return ExitCode.OK.number();
        }
        var table = new Table("CLUSTER", "WORKER", "STATE", "RUNS", "ID");
        for (JsonNode worker : workers) {
            table.row(
                    ClientOptions.cell(worker, Workers.CLUSTER_NAME),
                    ClientOptions.cell(worker, "worker_name"),
                    Workers.state(worker),
                    Words.list(worker.path("virtualization")),
                    ClientOptions.cell(worker, "_id"));
        }
        table.print(System.out);
        return ExitCode.OK.number();
    }

    /** Removes a worker. */
    @Command(
            name = "remove",
            description =
                    "Remove a worker that does not come back: it leaves the list, and its subnet is free a minute later.",
            footer = {
                "",
                "A worker that is connected, or on which instances are placed, is not removed. When the cluster does not answer in time, it may be"
                        + " removed all the same: look with holm workers."
            })
    static final class Remove implements Callable<Integer> {
        @Mixin
        private ClientOptions options = new ClientOptions();

        @Parameters(paramLabel = "WORKER", description = "Name or id.")
        private String worker = "";

        @Option(names = "--cluster", paramLabel = "NAME", description = "Look in this cluster only (name or id).")
        private @Nullable String cluster;

        @Override
        public Integer call() {
            var found = Workers.find(options.api(), worker, cluster);
            var answer = options.api()
                    .delete("/api/clusters/%s/workers/%s"
                            .formatted(
                                    found.path(Workers.CLUSTER_ID).asText(),
                                    found.path("_id").asText()));
            if (!options.printedAsJson(answer)) {
                System.out.printf("%s removed%n", worker);
            }
            return ExitCode.OK.number();
        }
    }
}
