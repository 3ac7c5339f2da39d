package holm.app.tier;

import holm.app.cli.CommandFailure;
import holm.app.cli.ExitCode;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holm cluster}. */
@Command(name = "cluster", description = "Start a cluster orchestrator under a root; workers join it.")
public final class ClusterCommand implements Callable<Integer> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,47}");

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--root",
            required = true,
            paramLabel = "URL",
            description = "The root's API, for example http://10.0.0.1:10000.")
    private URI root = URI.create("http://127.0.0.1:10000");

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "Name of this cluster, unique under its root: letters, digits, - and _.")
    private String name = "";

    @Option(
            names = "--location",
            paramLabel = "LAT,LON,RADIUS",
            defaultValue = "",
            description = "Where it is: degrees, degrees, kilometres; or free text.")
    private String location = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "10150",
            description = "Port where workers join (default ${DEFAULT-VALUE}).")
    private int port = 10_150;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "10100",
            description = "Port of status, health and metrics (default ${DEFAULT-VALUE}).")
    private int httpPort = 10_100;

    @Override
    public Integer call() throws InterruptedException {
        Logging.toOutput();
        common.requireSafeLinks();
        requireName(name);
        if (root.getHost() == null || !"http".equals(root.getScheme())) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--root %s is not a root's address; it looks like http://10.0.0.1:10000".formatted(root));
        }
        var config = common.settings();
        var data = common.data();
        try (var undo = new Undo()) {
            var lifetime = Lifetime.of(undo);
            if (data.ephemeral()) {
                undo.add(data::delete);
            }
            var store = database.open(ClusterPart.tier(name), data);
            undo.add(store::close);
            var tier = ClusterPart.start(name, location, root, common.listen(), port, httpPort, config, store);
            undo.addTier(tier::stop);
            System.err.printf(
                    "holm: cluster %s takes workers on %s:%d (holm worker --cluster %s:%d)%n",
                    name, common.listen(), tier.port(), common.listen(), tier.port());
            lifetime.await();
        }
        return ExitCode.OK.number();
    }

    static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "a cluster's name has 1 to 48 letters, digits, - and _, and begins with a letter or digit: "
                            + name);
        }
    }
}
