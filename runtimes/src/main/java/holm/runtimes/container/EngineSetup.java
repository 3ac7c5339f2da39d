package holm.runtimes.container;

import com.github.dockerjava.api.model.Version;
import holm.runtimes.Probe;
import holm.runtimes.RuntimeFailure;
import holm.runtimes.process.Cgroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The engine that this worker has: found, started when it is Holm's own, and asked who it is.
 *
 * @param isPodman or else Docker
 * @param service Holm's own Podman service; empty when somebody else runs the engine
 */
record EngineSetup(Engine engine, Optional<PodmanService> service, boolean isPodman, Probe.Ready ready) {
    /** Debian's package names for what Holm's own service needs. */
    private static final Map<String, String> PACKAGES =
            Map.of("podman", "podman", "conmon", "conmon", "setsid", "util-linux");

    private static final Path ROOT_ONLY = Path.of("/run");

    /** @throws RuntimeFailure saying what is missing and what brings it */
    static EngineSetup find(ContainerSettings settings, Cgroups cgroups) throws RuntimeFailure, InterruptedException {
        if (settings.socket().isPresent()) {
            return connect(new Engine(settings.socket().get(), Optional.empty()), Optional.empty(), settings, cgroups);
        }
        checkPrograms();
        var service = new PodmanService(EngineFiles.of(settings.state()), ociRuntime(), settings.plainHttpRegistries());
        // The client's classes take as long to load as Podman takes to start.
        var engine = CompletableFuture.supplyAsync(
                () -> new Engine(EngineFiles.of(settings.state()).socket(), Optional.of(service)),
                task -> Thread.ofVirtual().start(task));
        service.start();
        return connect(engine.join(), Optional.of(service), settings, cgroups);
    }

    private static EngineSetup connect(
            Engine engine, Optional<PodmanService> service, ContainerSettings settings, Cgroups cgroups)
            throws RuntimeFailure, InterruptedException {
        try {
            var version = engine.call(client -> client.versionCmd().exec());
            var isPodman = String.valueOf(version.getRawValues()).contains("Podman")
                    || settings.socket().isEmpty();
            return new EngineSetup(
                    engine,
                    service,
                    isPodman,
                    new Probe.Ready(
                            Set.of(String.valueOf(version.getArch())),
                            facts(version, isPodman, service, settings, cgroups)));
        } catch (RuntimeFailure | RuntimeException unusable) {
            service.ifPresent(PodmanService::close);
            try {
                engine.close();
            } catch (IOException left) {
                unusable.addSuppressed(left);
            }
            throw new RuntimeFailure(
                    "no container engine answers at %s: %s"
                            .formatted(
                                    settings.socket().map(Path::toString).orElse("Holm's own socket"),
                                    Engine.rootCause(unusable)),
                    true,
                    unusable);
        }
    }

    private static Map<String, String> facts(
            Version version,
            boolean isPodman,
            Optional<PodmanService> service,
            ContainerSettings settings,
            Cgroups cgroups) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("engine", (isPodman ? "podman " : "docker ") + version.getVersion());
        facts.put("cgroups", cgroups.version() + (Cgroups.isHybrid() ? " (hybrid)" : ""));
        service.ifPresent(own -> facts.put("oci-runtime", own.ociRuntime()));
        if (service.isPresent()) {
            facts.put(
                    "storage",
                    Files.isDirectory(EngineFiles.of(settings.state()).storage().resolve("vfs")) ? "vfs" : "overlay");
        }
        return Map.copyOf(facts);
    }

    private static void checkPrograms() throws RuntimeFailure {
        if (!Files.isWritable(ROOT_ONLY)) {
            throw new RuntimeFailure(
                    "containers need root: run the worker as root, or give it the socket of an engine that somebody else runs",
                    false);
        }
        var missing = new ArrayList<String>();
        PACKAGES.keySet().stream()
                .sorted()
                .filter(program -> !isInstalled(program))
                .forEach(program -> missing.add(PACKAGES.getOrDefault(program, program)));
        if (!isInstalled("crun") && !isInstalled("runc")) {
            missing.add("runc");
        }
        if (!missing.isEmpty()) {
            throw new RuntimeFailure(
                    "containers need programs that are not installed: apt-get install " + String.join(" ", missing),
                    false);
        }
    }

    /** crun starts three times as fast as runc, but older ones refuse cgroups of both versions beside each other. */
    private static String ociRuntime() {
        return isInstalled("crun") && (!Cgroups.isHybrid() || !isInstalled("runc")) ? "crun" : "runc";
    }

    private static boolean isInstalled(String program) {
        return List.of(
                        "/usr/local/sbin",
                        "/usr/local/bin",
                        "/usr/sbin",
                        "/usr/bin",
                        "/sbin",
                        "/bin",
                        "/usr/libexec/podman",
                        "/usr/lib/podman")
                .stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
