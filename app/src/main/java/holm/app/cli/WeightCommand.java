package holm.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says how much of the new flows an instance gets. */
@Command(
        name = "weight",
        description = "Say how much of the new flows an instance gets from policies that weigh.",
        footer = {"", "Example: holm weight web 3 0 (no new flows for instance 3, whatever the policy)"})
public final class WeightCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Parameters(index = "0", paramLabel = "SERVICE", description = "Id, name, or application/name.")
    private String service = "";

    @Parameters(index = "1", paramLabel = "INSTANCE", description = "Number of the instance.")
    private int instance;

    @Parameters(index = "2", paramLabel = "WEIGHT", description = "0 to 1000; 100 is what everybody has.")
    private int weight;

    @Override
    public Integer call() {
        var found = Services.find(options.api(), service);
        var body = JsonNodeFactory.instance.objectNode().put("weight", weight);
        var answer =
                options.api().put("/api/service/%s/instance/%d/weight".formatted(Services.id(found), instance), body);
        if (!options.printedAsJson(answer)) {
            System.out.printf("%s.%d: weighs %d%n", Services.fullName(found), instance, weight);
        }
        return ExitCode.OK.number();
    }
}
