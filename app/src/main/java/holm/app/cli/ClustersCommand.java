package holm.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists clusters. */
@Command(name = "clusters", description = "List clusters and what they have.")
public final class ClustersCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Override
    public Integer call() {
        var clusters = options.api().get("/api/clusters/");
        if (options.printedAsJson(clusters)) {
            return ExitCode.OK.number();
        }
        var table = new Table("ID", "NAME", "STATE", "WORKERS", "CORES", "CPU", "MEMORY", "RUNS", "LOCATION");
        for (var cluster : clusters) {
            table.row(
                    ClientOptions.cell(cluster, "_id"),
                    ClientOptions.cell(cluster, "cluster_name"),
                    cluster.path("active").asBoolean() ? "active" : "silent",
                    ClientOptions.cell(cluster, "active_nodes"),
                    ClientOptions.cell(cluster, "total_cpu_cores"),
                    "%.0f %%".formatted(cluster.path("aggregated_cpu_percent").asDouble()),
                    "%d MiB".formatted(cluster.path("memory_in_mb").asLong()),
                    Words.list(cluster.path("virtualization")),
                    ClientOptions.cell(cluster, "cluster_location"));
        }
        table.print(System.out);
        return ExitCode.OK.number();
    }
}
