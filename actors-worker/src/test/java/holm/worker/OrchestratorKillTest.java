package holm.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The orchestrator is killed as by {@code kill -9} and comes back under its address: the worker has to find it by itself. */
class OrchestratorKillTest {
    /** Here 1.5 to 2.5 s on an idle machine; the promise is 5 s, and a machine that builds at the same time takes twice as long. */
    private static final Duration BACK = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 7})
    void theWorkerIsBackSoonAfterItsOrchestrator(int secondsAway) throws Exception {
        var port = freePort();
        var process = new Orchestrator(port);
        try (var _ = SimulatedWorker.start(directory, "127.0.0.1:" + port, SimulatedWorker.NO_NETWORKS)) {
            process.await("hello");
            process.kill();
            Thread.sleep(Duration.ofSeconds(secondsAway)); // the outage itself, not a wait for something
            var next = new Orchestrator(port);
            next.await("ready");
            var ready = Instant.now();
            next.await("hello");
            var away = Duration.between(ready, Instant.now());
            next.kill();
            assertThat(away).isLessThan(BACK);
        }
    }

    private static final class Orchestrator {
        private final Process process;
        private final BufferedReader output;

        Orchestrator(int port) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            OrchestratorProcess.class.getName(),
                            Integer.toString(port))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        void await(String word) throws IOException {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(word)) {
                    return;
                }
            }
            throw new AssertionError("the orchestrator ended without saying " + word);
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
