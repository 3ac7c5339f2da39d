package holm.app.tier;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import holm.app.cli.CommandFailure;
import holm.app.cli.ExitCode;
import holm.overlay.InstanceNetworks;
import holm.overlay.agent.EchoProber;
import holm.overlay.balance.BalancingPolicies;
import holm.overlay.network.NetworkSettings;
import holm.overlay.network.NoNetworks;
import holm.runtimes.Runtime;
import holm.runtimes.container.ContainerRuntime;
import holm.runtimes.container.ContainerSettings;
import holm.runtimes.container.ImageLimits;
import holm.runtimes.simulated.SimulatedRuntime;
import holm.runtimes.unikernel.UnikernelRuntime;
import holm.worker.WorkerSettings;
import holm.worker.WorkerTier;
import holm.worker.overlay.OverlayPart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a worker runs and how its instances reach the network. */
final class WorkerOptions {
    /** A runtime that can be asked for. */
    enum Kind {
        /** Containers of Podman or Docker. */
        container,
        /** Virtual machines of QEMU. */
        unikernel,
        /** Instances that only pretend, for tests and benchmarks. */
        simulated
    }

    @Option(
            names = "--runtime",
            paramLabel = "KIND",
            defaultValue = "container,unikernel",
            split = ",",
            description =
                    "What this worker runs: ${COMPLETION-CANDIDATES}; several with a comma (default ${DEFAULT-VALUE}).")
    private Set<Kind> kinds = new LinkedHashSet<>(List.of(Kind.container, Kind.unikernel));

    @Option(
            names = "--network",
            paramLabel = "NAME",
            defaultValue = NetworkSettings.DEFAULT_NAME,
            description =
                    "Name of the bridge and the nftables table of instances (default ${DEFAULT-VALUE}); none for no network.")
    private String network = NetworkSettings.DEFAULT_NAME;

    @Option(
            names = "--worker-name",
            paramLabel = "NAME",
            description = "Name of this worker (default the host's name).")
    private @Nullable String name;

    /**
     * What a worker runs on: closed after its tier has stopped.
     *
     * @param remarks what is in the way of service addresses on this machine; known once the data plane is open
     */
    record Ground(
            List<Runtime> runtimes,
            InstanceNetworks networks,
            Optional<OverlayPart> overlay,
            CompletionStage<List<String>> remarks) {}

    String name() {
        if (name != null) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException noNameService) {
            return "worker";
        }
    }

    String networkName() {
        return network;
    }

    /**
     * Opens what the worker runs on; each part is closed by {@code undo}.
     *
     * @param cluster host of its cluster, name or address
     */
    Ground open(String cluster, DataDirectory data, Config config, Undo undo) throws InterruptedException {
        var obstacle = obstacle();
        if (obstacle.isPresent()) {
            return new Ground(
                    runtimes(data, config, undo),
                    new NoNetworks(obstacle.get()),
                    Optional.empty(),
                    CompletableFuture.completedStage(List.of()));
        }
        var policies = BalancingPolicies.found();
        var plane = HostOverlay.open(network, cluster, policies, data, config);
        undo.add(plane::close);
        return new Ground(
                runtimes(data, config, undo),
                plane.networks(),
                Optional.of(new OverlayPart(plane, policies, new EchoProber())),
                plane.remarks());
    }

    private List<Runtime> runtimes(DataDirectory data, Config config, Undo undo) {
        var runtimes = new ArrayList<Runtime>();
        for (var kind : kinds) {
            var runtime = switch (kind) {
                case container -> new ContainerRuntime(containers(data, config));
                case unikernel -> new UnikernelRuntime(UnikernelOptions.of(unikernelState(data), config));
                case simulated -> simulated(data);
            };
            undo.add(runtime::close);
            runtimes.add(runtime);
        }
        return runtimes;
    }

    WorkerTier start(String cluster, String host, int httpPort, DataDirectory data, Config config, Ground ground)
            throws InterruptedException {
        var settings =
                new WorkerSettings(name(), data.worker(), cluster, host, httpPort, Optional.empty(), labels(config));
        try {
            return WorkerTier.start(settings, ground.runtimes(), ground.networks(), ground.overlay());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.REFUSED, "the worker cannot start: " + e.getMessage());
        }
    }

    static Path containerState(DataDirectory data) {
        return data.worker().resolve("containers");
    }

    static Path unikernelState(DataDirectory data) {
        return data.worker().resolve("unikernels");
    }

    /** @return why instances get no network here */
    private Optional<String> obstacle() {
        if (network.equals("none")) {
            return Optional.of("it was started with --network none");
        }
        if (!DataDirectory.isRoot()) {
            System.err.println(
                    "holm: not root: instances get no network, no service addresses, and port mappings are refused");
            return Optional.of("networks need root");
        }
        return Optional.empty();
    }

    private static SimulatedRuntime simulated(DataDirectory data) {
        try {
            return new SimulatedRuntime(data.worker().resolve("simulated"));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.REFUSED, "simulated instances cannot be kept: " + e.getMessage());
        }
    }

    private ContainerSettings containers(DataDirectory data, Config config) {
        var containers = config.getConfig("worker.containers");
        var settings = ContainerSettings.of(containerState(data))
                .withPlainHttp(Set.copyOf(containers.getStringList("plain-http-registries")));
        var socket = containers.getString("engine-socket");
        var engine = socket.isEmpty() ? settings : settings.withSocket(Path.of(socket));
        return engine.withDefaultRegistry(containers.getString("default-registry"))
                .withCredentials(credentials(containers.getConfig("credentials")))
                .withImages(images(containers));
    }

    private static ImageLimits images(Config containers) {
        try {
            return new ImageLimits(containers.getLong("image-store"), containers.getDuration("image-keep"));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "worker.containers: " + e.getMessage());
        }
    }

    private static Map<String, ContainerSettings.Credentials> credentials(Config byHost) {
        var found = new HashMap<String, ContainerSettings.Credentials>();
        for (var host : byHost.root().keySet()) {
            var account = byHost.getConfig(ConfigUtil.quoteString(host));
            found.put(
                    host, new ContainerSettings.Credentials(account.getString("user"), account.getString("password")));
        }
        return found;
    }

    private static Map<String, String> labels(Config config) {
        return config.getConfig("worker.labels").root().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> String.valueOf(entry.getValue().unwrapped())));
    }
}
