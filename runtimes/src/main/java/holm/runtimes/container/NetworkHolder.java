package holm.runtimes.container;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import holm.runtimes.Launch;
import holm.runtimes.RunNames;
import holm.runtimes.RuntimeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a container of Docker into a network namespace that Holm made, before its process starts. Docker joins no namespace by its
 * file, only that of another container: so one is started for a moment that enters the namespace by itself (see
 * docs/decisions/0007-docker-network.md). Safe for many threads.
 */
final class NetworkHolder {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkHolder.class);

    /** Tells what a killed worker left behind. */
    static final String LABEL = "holm.network-holder";

    private static final List<Path> BUSYBOX = List.of(Path.of("/bin/busybox"), Path.of("/usr/bin/busybox"));
    private static final String PROGRAM = "/holm/busybox";
    private static final String NAMESPACE = "/holm/network";

    /** What dynamic programs name in their first bytes: elf(5), PT_INTERP. */
    private static final List<String> LOADERS = List.of("/ld-linux", "/ld-musl");

    private static final int HEAD_BYTES = 4_096;

    /** It sleeps this long at most: longer than any engine needs to start the real one. */
    private static final String SECONDS = "300";

    /** It enters within some milliseconds after Docker has started it. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LOOK_EVERY = Duration.ofMillis(2);

    /** A sleeping busybox needs one; Docker takes no less than 6 MiB. */
    private static final long MEMORY_BYTES = 16L << 20;

    private static final long PROCESSES = 4;

    private final Engine engine;
    private final String keeper;

    NetworkHolder(Engine engine, String keeper) {
        this.engine = engine;
        this.keeper = keeper;
    }

    /** @return a static busybox of this machine */
    static Optional<Path> program() {
        return BUSYBOX.stream().filter(NetworkHolder::isStatic).findFirst();
    }

    private static boolean isStatic(Path program) {
        if (!Files.isExecutable(program)) {
            return false;
        }
        try (var content = Files.newInputStream(program)) {
            var head = new String(content.readNBytes(HEAD_BYTES), ISO_8859_1);
            return LOADERS.stream().noneMatch(head::contains);
        } catch (IOException unreadable) {
            return false;
        }
    }

    static String name(Launch launch) {
        return RunNames.handle(launch.assignment().instance(), launch.fence()) + "-network";
    }

    /**
     * Starts a holder and waits until it is in the namespace. Remove it once the real container runs, or failed.
     *
     * @param image of the real container: nothing of it is run
     */
    void start(Launch launch, Path namespace, String image) throws RuntimeFailure, InterruptedException {
        var busybox = program()
                .orElseThrow(() -> new RuntimeFailure(
                        "with Docker, networks of instances need a static busybox on the worker: apt-get install busybox-static",
                        false));
        var name = name(launch);
        try {
            create(launch, namespace, image, busybox, name);
            engine.call(client -> client.startContainerCmd(name).exec());
        } catch (DockerException refused) {
            throw new RuntimeFailure(
                    "Docker does not start what joins the network of this instance: "
                            + EngineWords.message(Engine.rootCause(refused)),
                    true,
                    refused);
        }
        awaitInside(name, namespace);
    }

    private void create(Launch launch, Path namespace, String image, Path busybox, String name)
            throws RuntimeFailure, InterruptedException {
        try {
            engine.call(client ->
                    write(client, launch, namespace, image, busybox, name).exec());
        } catch (ConflictException left) {
            remove(name); // by a worker that was killed
            engine.call(client ->
                    write(client, launch, namespace, image, busybox, name).exec());
        }
    }

    private CreateContainerCmd write(
            DockerClient client, Launch launch, Path namespace, String image, Path busybox, String name) {
        var host = HostConfig.newHostConfig()
                .withNetworkMode(NetworkMode.NONE.word())
                .withMounts(List.of(bind(busybox, PROGRAM), bind(namespace, NAMESPACE)))
                .withCapDrop(Capability.ALL)
                .withCapAdd(Capability.SYS_ADMIN) // setns(2)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withMemory(MEMORY_BYTES)
                .withPidsLimit(PROCESSES)
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
        launch.resolver().ifPresent(resolver -> ContainerPlan.resolve(host, resolver));
        return client.createContainerCmd(image)
                .withName(name)
                .withHostName(ContainerPlan.hostName(launch))
                .withLabels(Map.of(ContainerPlan.KEEPER, keeper, LABEL, "true"))
                .withUser("0")
                .withWorkingDir("/")
                .withEntrypoint(PROGRAM, "nsenter", "--net=" + NAMESPACE, PROGRAM, "sleep", SECONDS)
                .withHostConfig(host);
    }

    /** Not Docker's older "binds", which make a directory where the source is missing. */
    private static Mount bind(Path source, String target) {
        return new Mount()
                .withType(MountType.BIND)
                .withSource(source.toString())
                .withTarget(target)
                .withReadOnly(true);
    }

    private void awaitInside(String name, Path namespace) throws RuntimeFailure, InterruptedException {
        var since = System.nanoTime();
        do {
            var state = engine.call(client -> client.inspectContainerCmd(name).exec())
                    .getState();
            if (!Boolean.TRUE.equals(state.getRunning())) {
                throw new RuntimeFailure(
                        "what joins the network of this instance ended with %s instead"
                                .formatted(state.getExitCodeLong()),
                        true);
            }
            if (state.getPidLong() != null && isInside(state.getPidLong(), namespace)) {
                return;
            }
            Thread.sleep(LOOK_EVERY);
        } while (System.nanoTime() - since < PATIENCE.toNanos());
        throw new RuntimeFailure(
                "the network of this instance was not joined within %d s".formatted(PATIENCE.toSeconds()), true);
    }

    /** See namespaces(7): two names of one namespace are one inode. */
    private static boolean isInside(long pid, Path namespace) {
        try {
            var inode = Files.getAttribute(namespace, "unix:ino");
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "ns", "net"))
                    .toString()
                    .equals("net:[" + inode + "]");
        } catch (IOException ended) {
            return false;
        }
    }

    /** Whoever joined its network keeps it, and its host name and resolver. */
    void remove(String name) throws RuntimeFailure, InterruptedException {
        try {
            engine.call(client -> client.removeContainerCmd(name)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec());
        } catch (DockerException gone) {
            // It ends by itself, and the next start of the worker removes it.
            LOG.debug("{} stays for now: {}", name, Engine.rootCause(gone));
        }
    }
}
