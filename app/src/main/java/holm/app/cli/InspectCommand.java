package holm.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one service with all that is known of it. */
@Command(name = "inspect", description = "Show everything about a service and its instances, as JSON.")
public final class InspectCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Parameters(paramLabel = "SERVICE", description = "Id, name, or application/name.")
    private String service = "";

    @Override
    public Integer call() {
        System.out.println(Services.find(options.api(), service).toPrettyString());
        return ExitCode.OK.number();
    }
}
