package holm.runtimes.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import holm.domain.descriptor.ServiceDescriptor;
import holm.runtimes.Launch;
import holm.runtimes.Resolver;
import holm.runtimes.RunNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the engine is asked for when a run is launched. No init process: like in Docker and Kubernetes, the command is process 1. */
final class ContainerPlan {
    static final String INSTALLATION = "holm.installation";
    static final String WORKER = "holm.worker";
    static final String KEEPER = "holm.keeper";
    static final String INSTANCE = "holm.instance";
    static final String FENCE = "holm.fence";
    static final String ASSIGNMENT = "holm.assignment";
    static final String DIGEST = "holm.digest";

    /** Processes and threads of one instance: a busy JVM has 300, a fork bomb is stopped long before the machine suffers. */
    static final long MOST_PROCESSES = 1_024;

    /** Shares of one core, by which cores are divided when all are wanted (cgroup's own default). */
    private static final long SHARES_PER_CORE = 1_024;

    /** The smallest share that the kernel takes. */
    private static final long FEWEST_SHARES = 2;

    /** What a service needs of the engine's defaults stays; making devices, raw packets (spoofing) and audit records go. */
    private static final Capability[] DROPPED = {Capability.MKNOD, Capability.NET_RAW, Capability.AUDIT_WRITE};

    private static final long NANOS_PER_MILLI_CPU = 1_000_000;
    /** Names with a dot are asked as they are (docs/decisions/0006); said because the engine would copy the machine's options. */
    private static final List<String> RESOLVER_OPTIONS = List.of("ndots:1");

    private static final Path FUSE = Path.of("/dev/fuse");

    private ContainerPlan() {}

    /**
     * @param keeper tells the containers of this worker from those of others on the same engine
     * @param network where its network comes from
     * @param logFile where Podman writes what the container writes; empty: where the engine wants
     * @param digest of the image
     */
    static CreateContainerCmd write(
            CreateContainerCmd create,
            Launch launch,
            NetworkMode network,
            String keeper,
            Optional<Path> logFile,
            Optional<String> digest) {
        var assignment = launch.assignment();
        var descriptor = assignment.descriptor();
        create.withName(RunNames.handle(assignment.instance(), launch.fence()))
                .withEnv(descriptor.environment())
                .withLabels(labels(launch, keeper, digest.orElse("")))
                .withHostConfig(host(launch, network, descriptor, logFile));
        if (network.isOwn()) {
            create.withHostName(hostName(launch));
        }
        if (!descriptor.cmd().isEmpty()) {
            // As Oakestra does it: cmd replaces the image's entry point and its arguments.
            create.withEntrypoint(descriptor.cmd());
        }
        return create;
    }

    static String hostName(Launch launch) {
        return "instance-" + launch.assignment().instance().number();
    }

    private static Map<String, String> labels(Launch launch, String keeper, String digest) {
        return Map.of(
                INSTALLATION, launch.installation().value(),
                WORKER, launch.workerId(),
                KEEPER, keeper,
                INSTANCE, launch.assignment().instance().toString(),
                FENCE, launch.fence().toString(),
                ASSIGNMENT, RunNames.write(launch.assignment()),
                DIGEST, digest);
    }

    private static HostConfig host(
            Launch launch, NetworkMode network, ServiceDescriptor descriptor, Optional<Path> logFile) {
        var need = descriptor.need();
        var bytes = need.memoryMebiBytes() << 20;
        var host = HostConfig.newHostConfig()
                .withNetworkMode(network.word())
                .withMemory(bytes)
                .withMemorySwap(bytes)
                .withNanoCPUs(need.milliCpus() * NANOS_PER_MILLI_CPU)
                .withCpuShares((int) Math.max(FEWEST_SHARES, need.milliCpus() * SHARES_PER_CORE / 1_000))
                .withPidsLimit(MOST_PROCESSES)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withCapDrop(DROPPED)
                .withRestartPolicy(RestartPolicy.noRestart())
                .withLogConfig(new LogConfig(
                        // Podman takes Docker's word for its k8s-file.
                        LogConfig.LoggingType.JSON_FILE,
                        logFile.map(file -> Map.of("path", file.toString())).orElse(Map.of())));
        if (network.isOwn()) {
            launch.resolver().ifPresent(resolver -> resolve(host, resolver));
        }
        if (descriptor.privileged() && Files.exists(FUSE)) {
            // All that Oakestra's "privileged" gives.
            host.withDevices(new Device("rwm", FUSE.toString(), FUSE.toString()));
        }
        return host;
    }

    /** Whoever owns the network namespace says how its processes resolve names. */
    static void resolve(HostConfig host, Resolver resolver) {
        host.withDns(resolver.address()).withDnsSearch(resolver.searchDomain()).withDnsOptions(RESOLVER_OPTIONS);
    }
}
