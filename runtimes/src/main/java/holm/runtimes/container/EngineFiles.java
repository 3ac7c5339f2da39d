package holm.runtimes.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where Holm's own Podman service keeps its things: a user's Podman on the same machine sees none of it.
 *
 * @param state images, containers, configuration; survives a restart of the machine
 * @param run socket, locks, what must be forgotten when the machine restarts; short, because Podman takes at most 50 characters
 *     and the kernel at most 107 for a socket
 */
record EngineFiles(Path state, Path run) {
    private static final Path RUN_DIRECTORY = Path.of("/run/holm");

    static EngineFiles of(Path state) {
        return new EngineFiles(
                state, RUN_DIRECTORY.resolve(digest(state.toString()).substring(0, 12)));
    }

    /** A word that tells what this worker runs from what others run on the same engine; the same after every restart. */
    String keeper() {
        return String.valueOf(run.getFileName());
    }

    Path socket() {
        return run.resolve("podman.sock");
    }

    Path storage() {
        return state.resolve("storage");
    }

    Path output() {
        return configuration().resolve("service.log");
    }

    /** Process id and start time of the service, so that the next worker finds it again. */
    Path pid() {
        return run.resolve("podman.pid");
    }

    /** The logs that containers write, one file each; Holm copies them into its segments and cuts off what it has copied. */
    Path containerLog(String handle) {
        return containerLogs().resolve(handle + ".log");
    }

    Path containerLogs() {
        return state.resolve("engine-logs");
    }

    Map<String, String> environment() {
        return Map.of(
                "CONTAINERS_CONF", conf("containers.conf").toString(),
                "CONTAINERS_STORAGE_CONF", conf("storage.conf").toString(),
                "CONTAINERS_REGISTRIES_CONF", conf("registries.conf").toString(),
                "REGISTRY_AUTH_FILE", conf("auth.json").toString());
    }

    /**
     * Writes the configuration.
     *
     * @param ociRuntime {@code crun} or {@code runc}
     * @param limits hard limits of this process: without CAP_SYS_RESOURCE nobody can ask for more
     * @return whether it differs from what was there
     */
    boolean write(String ociRuntime, HardLimits limits, Set<String> plainHttp) throws IOException {
        Files.createDirectories(configuration());

        Files.createDirectories(storage());
        Files.createDirectories(run);
        var changed = replace(conf("containers.conf"), """
                [containers]
                default_ulimits = ["nofile=%1$d:%1$d", "nproc=%2$d:%2$d"]
                log_driver = "k8s-file"
                log_size_max = -1
                [engine]
                runtime = "%3$s"
                cgroup_manager = "cgroupfs"
                events_logger = "none"
                lock_type = "file"
                tmp_dir = "%4$s"
                """.formatted(
                        limits.openFiles(), limits.processes(), ociRuntime, run.resolve("libpod")));
        changed |= replace(
                conf("storage.conf"), """
                [storage]
                driver = "%s"
                graphroot = "%s"
                runroot = "%s"
                """.formatted(StorageDriver.of(storage()), storage(), run.resolve("storage")));
        var registries =
                new TreeSet<>(plainHttp).stream().map("[[registry]]\nlocation = \"%s\"\ninsecure = true\n"::formatted);
        changed |= replace(
                conf("registries.conf"),
                "unqualified-search-registries = []\n" + registries.collect(Collectors.joining()));
        changed |= replace(conf("auth.json"), "{}\n");
        return changed;
    }

    private Path configuration() {
        return state.resolve("engine");
    }

    private Path conf(String name) {
        return configuration().resolve(name);
    }

    private static boolean replace(Path file, String content) throws IOException {
        if (Files.exists(file) && Files.readString(file, UTF_8).equals(content)) {
            return false;
        }
        Files.writeString(file, content, UTF_8);
        return true;
    }

    static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
