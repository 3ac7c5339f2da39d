package holm.runtimes.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Docker of one's own, in a network namespace of its own and without any network: it touches nothing of the machine's. */
final class DockerDaemon {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final String namespace;
    private final Process process;

    private DockerDaemon(Path directory, String namespace, Process process) {
        this.directory = directory;
        this.namespace = namespace;
        this.process = process;
    }

    static DockerDaemon start() throws Exception {
        var directory = Files.createTempDirectory("holm-docker");
        var namespace = directory.getFileName().toString();
        run("ip", "netns", "add", namespace);
        // nsenter and not "ip netns exec", which would hide the cgroups behind a fresh /sys.
        var process = new ProcessBuilder(
                        "nsenter",
                        "--net=/run/netns/" + namespace,
                        "dockerd",
                        "--iptables=false",
                        "--ip6tables=false",
                        "--bridge=none",
                        "--data-root=" + directory.resolve("data"),
                        "--exec-root=" + directory.resolve("exec"),
                        "--pidfile=" + directory.resolve("pid"),
                        "--host=unix://" + directory.resolve("docker.sock"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        var daemon = new DockerDaemon(directory, namespace, process);
        await().atMost(PATIENCE).until(() -> !process.isAlive() || daemon.isReady());
        assertThat(process.isAlive())
                .as(Files.readString(directory.resolve("log")))
                .isTrue();
        return daemon;
    }

    Path socket() {
        return directory.resolve("docker.sock");
    }

    private boolean isReady() throws IOException {
        return Files.readString(directory.resolve("log")).contains("API listen on");
    }

    void stop() throws Exception {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        run("ip", "netns", "delete", namespace);
        for (var mount : mounts()) {
            run("umount", mount);
        }
        run("rm", "-rf", "--one-file-system", directory.toString());
    }

    private List<String> mounts() throws IOException {
        var found = new ArrayList<String>();
        for (var line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            var place = line.split(" ", -1)[1];
            if (place.startsWith(directory.toString())) {
                found.addFirst(place);
            }
        }
        return found;
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }
}
