package holm.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists services. */
@Command(name = "services", description = "List services, how many of their instances run, and where they are reached.")
public final class ServicesCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Override
    public Integer call() {
        var services = Services.all(options.api());
        if (options.printedAsJson(Api.JSON.valueToTree(services))) {
            return ExitCode.OK.number();
        }
        var table = new Table("ID", "APPLICATION", "SERVICE", "KIND", "CODE", "INSTANCES", "ADDRESSES");
        for (var service : services) {
            table.row(
                    Services.id(service),
                    ClientOptions.cell(service, "app_name"),
                    ClientOptions.cell(service, "microservice_name"),
                    ClientOptions.cell(service, "virtualization"),
                    ClientOptions.cell(service, "image"),
                    Services.summary(service),
                    Services.addresses(service));
        }
        table.print(System.out);
        return ExitCode.OK.number();
    }
}
