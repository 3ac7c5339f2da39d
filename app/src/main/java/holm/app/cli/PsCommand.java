package holm.app.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists instances. */
@Command(name = "ps", description = "List instances: where each runs and how it stands.")
public final class PsCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "SERVICE",
            description = "Only of this service (id, name, or application/name).")
    private @Nullable String service;

    @Override
    public Integer call() {
        var api = options.api();
        var services = service == null ? Services.all(api) : java.util.List.of(Services.find(api, service));
        if (options.printedAsJson(Api.JSON.valueToTree(services))) {
            return ExitCode.OK.number();
        }
        var table = new Table("SERVICE", "INSTANCE", "STATUS", "CLUSTER", "WORKER", "DETAIL");
        for (var each : services) {
            for (var instance : each.path("instance_list")) {
                table.row(
                        Services.fullName(each),
                        instance.path("instance_number").asText(),
                        instance.path("status").asText("REQUESTED"),
                        ClientOptions.cell(instance, "cluster_name"),
                        ClientOptions.cell(instance, "worker_name"),
                        ClientOptions.cell(instance, "status_detail"));
            }
        }
        table.print(System.out);
        return ExitCode.OK.number();
    }
}
