package holm.app.tier;

import com.typesafe.config.Config;
import holm.app.cli.Api;
import holm.app.cli.CommandFailure;
import holm.app.cli.ExitCode;
import holm.app.demo.Demo;
import holm.cluster.ClusterTier;
import holm.root.RootTier;
import holm.wire.http.Readiness;
import holm.worker.WorkerTier;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holm up}: a root, a cluster and a worker in one process, joined over loopback as three machines would be. */
@Command(
        name = "up",
        description = "Start everything on this machine: a root, a cluster and a worker.",
        footer = {"", "Example: holm up --demo"})
public final class UpCommand implements Callable<Integer> {
    /** A first start on a slow device makes a database and an engine's storage. */
    private static final Duration READY = Duration.ofSeconds(60);

    /** A cluster tells the root what it has within half a second of a change. */
    private static final Duration HEARD = Duration.ofSeconds(3);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private WorkerOptions worker = new WorkerOptions();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "local",
            description = "Name of the cluster (default ${DEFAULT-VALUE}).")
    private String name = "local";

    @Option(
            names = "--location",
            paramLabel = "LAT,LON,RADIUS",
            defaultValue = "",
            description = "Where this machine is: degrees, degrees, kilometres; or free text.")
    private String location = "";

    @Option(names = "--demo", description = "Also deploy an example application and say, step by step, what happens.")
    private boolean demo;

    /** The three tiers. */
    private record Tiers(RootTier root, ClusterTier cluster, WorkerTier worker, WorkerOptions.Ground ground) {}

    @Override
    public Integer call() throws InterruptedException, IOException {
        var began = System.nanoTime();
        // Clusters may join at the API's port, too.
        common.requireSafeLinks();
        ClusterCommand.requireName(name);
        var ports = new Ports(api.port);
        var config = common.settings();
        ports.requireFree(common.listen());
        var data = common.data();
        Logging.toFile(data.logs());
        try (var undo = new Undo()) {
            var lifetime = Lifetime.of(undo);
            if (data.ephemeral()) {
                undo.add(() -> Removal.of(data, worker.networkName(), config));
            }
            var tiers = start(ports, config, data, undo);
            awaitReady(tiers, data);
            sayReady(tiers, data, System.nanoTime() - began);
            if (demo) {
                runDemo(data, tiers.ground().overlay().isPresent());
            }
            lifetime.await();
        }
        return ExitCode.OK.number();
    }

    private Tiers start(Ports ports, Config config, DataDirectory data, Undo undo) throws InterruptedException {
        var rootStore = database.open("root", data);
        undo.add(rootStore::close);
        var clusterStore = database.open(ClusterPart.tier(name), data);
        undo.add(clusterStore::close);
        var ground = worker.open("127.0.0.1", data, config, undo);
        var root = RootPart.start(api, common, config, data, rootStore);
        undo.addTier(root::stop);
        // Links stay on loopback whatever the API listens on: all three tiers are here.
        var rootUri = URI.create("http://127.0.0.1:" + root.httpPort());
        var cluster = ClusterPart.start(
                name, location, rootUri, "127.0.0.1", ports.clusterLink(), ports.clusterHttp(), config, clusterStore);
        undo.addTier(cluster::stop);
        var joined = worker.start("127.0.0.1:" + cluster.port(), "127.0.0.1", ports.workerHttp(), data, config, ground);
        undo.addTier(joined::stop);
        return new Tiers(root, cluster, joined, ground);
    }

    private static void awaitReady(Tiers tiers, DataDirectory data) throws InterruptedException {
        var deadline = System.nanoTime() + READY.toNanos();
        while (tiers.worker().readiness() instanceof Readiness.NotReady(var reason)) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailure(
                        ExitCode.TIMED_OUT,
                        "not ready after %d s: %s. See %s".formatted(READY.toSeconds(), reason, data.logs()));
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        // So that the first deployment finds a place at once. A worker that can run nothing (no engine) is ready, too.
        var heardBy = System.nanoTime() + HEARD.toNanos();
        while (!isHeard(tiers.root()) && System.nanoTime() < heardBy) {
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private static boolean isHeard(RootTier root) {
        return root.parts().clusters().all().stream()
                .anyMatch(cluster -> cluster.active()
                        && !cluster.candidate().virtualizations().isEmpty());
    }

    private void sayReady(Tiers tiers, DataDirectory data, long nanos) throws InterruptedException {
        var url = "http://%s:%d"
                .formatted(
                        common.isLoopback() ? "127.0.0.1" : common.listen(),
                        tiers.root().httpPort());
        System.out.printf("%nHolm is ready (%.1f s)%n%n", nanos / 1e9);
        System.out.printf("  API       %s   (documentation: %s/api/docs/)%n", url, url);
        Banner.login(tiers.root().firstAdmin()).forEach(line -> System.out.printf("  Account   %s%n", line));
        System.out.printf(
                "  Data      %s%s%n", database.describe(data), data.ephemeral() ? " (removed when Holm stops)" : "");
        System.out.printf("  Log       %s/holm.log%n", data.logs());
        System.out.printf("  Try       holm apply -f app.json --deploy --wait, holm ps, holm logs -f SERVICE%n");
        System.out.printf(
                "  Stop      Ctrl-C%s%n",
                data.ephemeral()
                        ? "; instances stop, too"
                        : "; instances keep running, and the next start goes on with them");
        System.out.printf(
                "  Remove    holm reset%s (stops instances, deletes data and networks)%n",
                common.wantedDirectory().map(dir -> " --data-dir " + dir).orElse(""));
        Banner.network(tiers.ground().remarks(), HEARD).forEach(line -> System.out.printf("  Network   %s%n", line));
        System.out.println();
    }

    private void runDemo(DataDirectory data, boolean hasOverlay) throws IOException, InterruptedException {
        System.out.println("Demo");
        new Demo(new Api("http://127.0.0.1:" + api.port), data.path().resolve("demo"), hasOverlay, System.out).run();
        System.out.printf("%nLook around: holm ps, holm logs web, curl http://127.0.0.1:18080/%n");
    }
}
