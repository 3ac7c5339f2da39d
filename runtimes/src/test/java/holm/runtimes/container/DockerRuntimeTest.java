package holm.runtimes.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.domain.message.LogQuery;
import holm.runtimes.Launch;
import holm.runtimes.Resolver;
import holm.runtimes.Runs;
import holm.runtimes.Runtime;
import holm.runtimes.RuntimeFailure;
import holm.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Docker, as somebody else runs it: Holm has its socket. */
@Needs.Docker
class DockerRuntimeTest extends BusyboxConformance {
    private static final LogQuery EVERYTHING = new LogQuery(Optional.empty(), Optional.empty(), false);
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static Path state;
    private static Busybox busybox;
    private static DockerDaemon docker;

    @BeforeAll
    static void start() throws Exception {
        state = Files.createTempDirectory("holm-over-docker");
        busybox = Busybox.in(state);
        docker = DockerDaemon.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (docker != null) {
            docker.stop();
        }
        command("rm", "-rf", state.toString());
    }

    @Test
    void hasItsNetworkBeforeItsProcessStarts() throws Exception {
        var namespace = namespace("10.99.7.1");
        try {
            var running = runtime.launch(
                    inNamespace(busybox.shell("cat /proc/net/fib_trie; cat /etc/resolv.conf; hostname"), namespace));
            assertThat(runtime.await(running).isSuccess()).isTrue();

            assertThat(texts(EVERYTHING))
                    .anyMatch(line -> line.contains("10.99.7.1"))
                    .contains("nameserver 10.99.0.53", "search main.shop.prod.holm", "instance-" + instance.number());
            assertThat(containers()).as("what joined the network is gone").hasSize(1);
        } finally {
            delete(namespace);
        }
    }

    @Test
    void leavesNothingWhenItCannotBeStartedInItsNetwork() throws Exception {
        var namespace = namespace("10.99.7.2");
        try {
            assertThatThrownBy(() -> runtime.launch(inNamespace(busybox.command("/bin/nothing"), namespace)))
                    .isInstanceOf(RuntimeFailure.class)
                    .hasMessageContaining("does not exist in the image");
            assertThat(containers()).isEmpty();
        } finally {
            delete(namespace);
        }
    }

    @Test
    void saysThatItsNetworkIsNotThere() throws Exception {
        var nowhere = NAMESPACES.resolve("holm-nothing");
        assertThatThrownBy(() -> runtime.launch(inNamespace(busybox.shell("true"), nowhere)))
                .isInstanceOf(RuntimeFailure.class)
                .hasMessageContaining("network of this instance");
        assertThat(containers()).isEmpty();
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void removesWhatAKilledWorkerLeftInTheNetwork() throws Exception {
        var namespace = namespace("10.99.7.3");
        try (var engine = new Engine(docker.socket(), Optional.empty())) {
            runtime.fetch(busybox.code(), progress -> {});
            var image = engine.call(client -> client.listImagesCmd().exec())
                    .getFirst()
                    .getId();
            var launch = inNamespace(busybox.shell("true"), namespace);
            new NetworkHolder(engine, EngineFiles.of(state).keeper()).start(launch, namespace, image);
            assertThat(containers()).hasSize(1);

            assertThat(runtime.adopt()).isEmpty();

            assertThat(containers()).isEmpty();
        } finally {
            delete(namespace);
        }
    }

    private Launch inNamespace(Runs runs, Path namespace) throws Exception {
        runtime.fetch(busybox.code(), progress -> {});
        return runs.launch(instance, namespace, new Resolver("10.99.0.53", "main.shop.prod.holm"));
    }

    private static List<String> containers() throws Exception {
        try (var engine = new Engine(docker.socket(), Optional.empty())) {
            return engine
                    .call(client -> client.listContainersCmd().withShowAll(true).exec())
                    .stream()
                    .map(container -> String.join(",", container.getNames()))
                    .toList();
        }
    }

    private static Path namespace(String address) throws Exception {
        var name = "holm-test-" + ProcessHandle.current().pid() + "-" + address.substring(address.lastIndexOf('.') + 1);
        command("ip", "netns", "add", name);
        command("ip", "-n", name, "link", "set", "lo", "up");
        command("ip", "-n", name, "addr", "add", address + "/32", "dev", "lo");
        return NAMESPACES.resolve(name);
    }

    private static void delete(Path namespace) throws Exception {
        command("ip", "netns", "delete", namespace.getFileName().toString());
    }

    private static void command(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }

    @Override
    protected Runtime open() {
        return new ContainerRuntime(ContainerSettings.of(state).withSocket(docker.socket()));
    }

    @Override
    Busybox busybox() {
        return busybox;
    }
}
