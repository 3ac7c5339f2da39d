package holm.runtimes.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import holm.domain.Virtualization;
import holm.runtimes.Probe;
import holm.runtimes.Runs;
import holm.runtimes.RuntimeFailure;
import holm.testing.Need;
import holm.testing.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images from a registry of one's own (Debian's docker-registry, plain HTTP on loopback) and from archives. */
@Needs.Podman
@Timeout(120)
class RegistryFetchTest {
    private static Path state;
    private static Path archive;
    private static Process registry;
    private static String host;
    private static ContainerRuntime runtime;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(Need.program("docker-registry").isPresent(), "apt-get install docker-registry");
        Assumptions.assumeTrue(Need.program("skopeo").isPresent(), "apt-get install skopeo");
        state = Files.createTempDirectory("holm-registry");
        archive = state.resolve("busybox.tar");
        BusyboxImage.write(archive, "docker.io/library/evil:latest");
        host = "127.0.0.1:" + freePort();
        registry = startRegistry(host, "");
        command(
                "skopeo",
                "copy",
                "-q",
                "--dest-tls-verify=false",
                "docker-archive:" + archive,
                "docker://" + host + "/team/app:1.0");
        runtime = open("allowed", Set.of(host));
    }

    @AfterAll
    static void stop() throws Exception {
        if (runtime != null) {
            runtime.close();
            registry.destroy();
            EngineErasure.erase(state.resolve("allowed"));
            EngineErasure.erase(state.resolve("strict"));
            command("rm", "-rf", state.toString());
        }
    }

    @Test
    void fetchesByTagAndByDigestFromAPlainRegistryThatIsAllowed() throws Exception {
        var lines = new CopyOnWriteArrayList<String>();
        var digest = runtime.fetch(host + "/team/app:1.0", lines::add);

        assertThat(digest).matches("sha256:[0-9a-f]{64}");
        assertThat(lines).first().asString().contains(host + "/team/app:1.0");
        assertThat(runtime.fetch(host + "/team/app@" + digest, lines::add)).isEqualTo(digest);
        var run = new Runs(host + "/team/app:1.0", Virtualization.CONTAINER, List.of("/bin/true"), List.of(), 32, 1);
        var running = runtime.launch(run.launch(Runs.instance(1)));
        assertThat(runtime.await(running).isSuccess()).isTrue();
        assertThat(running.digest()).contains(digest);
        runtime.remove(running);
    }

    @Test
    void refusesAPlainRegistryThatIsNotAllowed() throws Exception {
        try (var strict = open("strict", Set.of())) {
            assertThatThrownBy(() -> strict.fetch(host + "/team/app:1.0", progress -> {}))
                    .isInstanceOf(RuntimeFailure.class)
                    .hasMessageContaining("speaks plain HTTP")
                    .matches(failure -> !((RuntimeFailure) failure).isTransient());
        }
    }

    @Test
    void saysThatTheRegistryHasNoSuchImage() {
        assertThatThrownBy(() -> runtime.fetch(host + "/team/app:2.0", progress -> {}))
                .isInstanceOf(RuntimeFailure.class)
                .hasMessageContaining("has no image " + host + "/team/app:2.0")
                .matches(failure -> !((RuntimeFailure) failure).isTransient());
    }

    @Test
    void showsItsCredentialsToTheirRegistryAlone() throws Exception {
        var guarded = "127.0.0.1:" + freePort();
        // bcrypt of "secret"
        var users = Files.writeString(
                state.resolve("users"), "ann:$2b$05$ksPIC6HU1srCtIPnWEXVbuPdMoppn06VM69zLorAr5/AEmClBzjUm\n");
        var guard = startRegistry(guarded, "auth: {htpasswd: {realm: test, path: %s}}\n".formatted(users));
        var credentials = Map.of(guarded, new ContainerSettings.Credentials("ann", "secret"));
        var settings = ContainerSettings.of(state.resolve("guarded")).withPlainHttp(Set.of(guarded));
        try (var knows = new ContainerRuntime(settings.withCredentials(credentials))) {
            assertThat(knows.probe()).isInstanceOf(Probe.Ready.class);
            assertThat(knows.fetch(guarded + "/team/app:1.0", progress -> {})).startsWith("sha256:");
        }
        EngineErasure.erase(state.resolve("guarded"));
        try (var stranger = new ContainerRuntime(settings)) {
            assertThat(stranger.probe()).isInstanceOf(Probe.Ready.class);
            assertThatThrownBy(() -> stranger.fetch(guarded + "/team/app:1.0", progress -> {}))
                    .isInstanceOf(RuntimeFailure.class)
                    .hasMessageContaining("no credentials")
                    .matches(failure -> !((RuntimeFailure) failure).isTransient());
        } finally {
            guard.destroy();
            EngineErasure.erase(state.resolve("guarded"));
        }
    }

    @Test
    void saysThatTheRegistryCannotBeReached() throws Exception {
        var nobody = "127.0.0.1:" + freePort();

        assertThatThrownBy(() -> runtime.fetch(nobody + "/app", progress -> {}))
                .isInstanceOf(RuntimeFailure.class)
                .hasMessageContaining("the registry " + nobody + " cannot be reached")
                .matches(failure -> ((RuntimeFailure) failure).isTransient());
    }

    @Test
    void fetchesFromAnOciArchive() throws Exception {
        var oci = state.resolve("oci.tar");
        command("skopeo", "copy", "-q", "docker-archive:" + archive, "oci-archive:" + oci + ":docker.io/library/evil");

        assertThat(runtime.fetch("oci-archive:" + oci, progress -> {})).matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void doesNotBelieveTheNameThatAnArchiveClaims() throws Exception {
        runtime.fetch("docker-archive:" + archive, progress -> {});

        var images = new ProcessBuilder("podman", "images", "--format", "{{.Repository}}");
        images.environment().putAll(EngineFiles.of(state.resolve("allowed")).environment());
        assertThat(new String(images.start().getInputStream().readAllBytes(), UTF_8))
                .doesNotContain("evil")
                .contains("localhost/holm/archive");
    }

    @Test
    void fetchesAnArchiveByUrlOnceForMany() throws Exception {
        var asked = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/image.tar");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/image.tar", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                Files.copy(archive, body);
            }
        });
        server.start();
        var code = "docker-archive:http://127.0.0.1:%d/moved"
                .formatted(server.getAddress().getPort());
        try {
            var callers = new CopyOnWriteArrayList<Thread>();
            for (var i = 0; i < 8; i++) {
                callers.add(Thread.ofVirtual().start(() -> fetchQuietly(code)));
            }
            for (var caller : callers) {
                caller.join();
            }
            assertThat(runtime.fetch(code, progress -> {})).startsWith("sha256:");
            assertThat(asked).hasValue(1);
            assertThatThrownBy(() -> runtime.fetch(
                            "docker-archive:http://127.0.0.1:%d/none"
                                    .formatted(server.getAddress().getPort()),
                            progress -> {}))
                    .isInstanceOf(RuntimeFailure.class)
                    .hasMessageContaining("answers 404");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void saysWhatIsWrongWithAnArchive() throws Exception {
        var text = Files.writeString(state.resolve("text.tar"), "this is no tar archive at all".repeat(100));
        var empty = state.resolve("empty.tar");
        command("tar", "-cf", empty.toString(), "-C", "/etc", "hostname");

        for (var wrong : Map.of(text, "tar", empty, "manifest.json").entrySet()) {
            assertThatThrownBy(() -> runtime.fetch("docker-archive:" + wrong.getKey(), progress -> {}))
                    .isInstanceOf(RuntimeFailure.class)
                    .hasMessageContaining(wrong.getKey().toString())
                    .hasMessageContaining(wrong.getValue())
                    .matches(failure -> !((RuntimeFailure) failure).isTransient());
        }
    }

    private static void fetchQuietly(String code) {
        try {
            runtime.fetch(code, progress -> {});
        } catch (RuntimeFailure | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static ContainerRuntime open(String name, Set<String> plainHttp) {
        var opened =
                new ContainerRuntime(ContainerSettings.of(state.resolve(name)).withPlainHttp(plainHttp));
        assertThat(opened.probe()).isInstanceOf(Probe.Ready.class);
        return opened;
    }

    private static Process startRegistry(String address, String more) throws IOException {
        var config = Files.writeString(
                state.resolve("registry-" + address + ".yml"),
                """
                version: 0.1
                log: {level: error}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: %s}
                """.formatted(state.resolve("registry"), address) + more);
        var process = new ProcessBuilder("docker-registry", "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(state.resolve("registry.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(20)).until(() -> answers(address));
        return process;
    }

    private static boolean answers(String address) {
        try (var socket = new Socket(
                InetAddress.getLoopbackAddress(), Integer.parseInt(address.substring(address.indexOf(':') + 1)))) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void command(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }
}
