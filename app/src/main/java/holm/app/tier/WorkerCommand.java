package holm.app.tier;

import holm.app.cli.CommandFailure;
import holm.app.cli.ExitCode;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holm worker}. */
@Command(name = "worker", description = "Start a worker that joins a cluster and runs instances.")
public final class WorkerCommand implements Callable<Integer> {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s]+):\\d{1,5}");

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private WorkerOptions worker = new WorkerOptions();

    @Option(
            names = "--cluster",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Where its cluster takes workers, for example 10.0.0.1:10150.")
    private String cluster = "";

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "10200",
            description = "Port of health and metrics (default ${DEFAULT-VALUE}).")
    private int httpPort = 10_200;

    @Override
    public Integer call() throws InterruptedException {
        Logging.toOutput();
        common.requireSafeLinks();
        if (!ADDRESS.matcher(cluster).matches()) {
            throw new CommandFailure(ExitCode.USAGE, "--cluster %s is not HOST:PORT".formatted(cluster));
        }
        var config = common.settings();
        var data = common.data();
        try (var undo = new Undo()) {
            var lifetime = Lifetime.of(undo);
            if (data.ephemeral()) {
                undo.add(() -> Removal.of(data, worker.networkName(), config));
            }
            var ground = worker.open(cluster.substring(0, cluster.lastIndexOf(':')), data, config, undo);
            var tier = worker.start(cluster, common.listen(), httpPort, data, config, ground);
            undo.addTier(tier::stop);
            System.err.printf("holm: worker %s joins %s%n", worker.name(), cluster);
            ground.remarks().thenAccept(remarks -> remarks.forEach(remark -> System.err.println("holm: " + remark)));
            lifetime.await();
        }
        return ExitCode.OK.number();
    }
}
