package holm.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says how many instances a service should have. */
@Command(name = "scale", description = "Say how many instances a service should have.")
public final class ScaleCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Parameters(index = "0", paramLabel = "SERVICE", description = "Id, name, or application/name.")
    private String service = "";

    @Parameters(index = "1", paramLabel = "REPLICAS", description = "0 stops all of them.")
    private int replicas;

    @Override
    public Integer call() {
        var found = Services.find(options.api(), service);
        var body = JsonNodeFactory.instance.objectNode().put("replicas", replicas);
        var answer = options.api().put("/api/service/%s/replicas".formatted(Services.id(found)), body);
        if (!options.printedAsJson(answer)) {
            System.out.printf("%s: %d wanted%n", Services.fullName(found), replicas);
        }
        return ExitCode.OK.number();
    }
}
