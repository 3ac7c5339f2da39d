package holm.runtimes.unikernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import holm.domain.address.IpAddress;
import holm.domain.network.InstanceNetwork;
import holm.testing.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a guest counts as started, with real ones. */
@Needs.Qemu
class ReadinessTest extends GuestTest {
    private static final String TAP = "hu1t" + ProcessHandle.current().pid() % 100_000;

    @Test
    void isReadyWhenItAnswersAtItsPort() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var _ = new Tap()) {
            var port = server.getLocalPort();

            var running = launch(TestKernels.waits(), descriptor(List.of(), List.of(), List.of(port)), network());

            assertThat(running.ended()).isFalse();
        }
    }

    @Test
    void failsWhenItNeverAnswersAtItsPort() throws Exception {
        int port;
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        try (var _ = new Tap()) {
            assertThatThrownBy(() ->
                            launch(TestKernels.waits(), descriptor(List.of(), List.of(), List.of(port)), network()))
                    .hasMessage("the unikernel runs, but did not answer at TCP port %d within 2 s".formatted(port));
        }
        assertThat(runs()).isEmpty();
        assertThat(log()).as("what it said all the same").containsExactly("waiting");
    }

    @Test
    void takesBackALaunchThatIsInterrupted() throws Exception {
        try (var _ = new Tap()) {
            var launching = Thread.ofVirtual().start(() -> {
                assertThatThrownBy(() ->
                                launch(TestKernels.waits(), descriptor(List.of(), List.of(), List.of(9)), network()))
                        .isInstanceOf(InterruptedException.class);
            });
            await().until(() -> !runs().isEmpty() && machine().process().isPresent());

            launching.interrupt();

            assertThat(launching.join(Duration.ofSeconds(30))).isTrue();
            assertThat(runs()).isEmpty();
        }
    }

    /** A tap of this test, as the overlay makes them. */
    private static final class Tap implements AutoCloseable {
        Tap() throws IOException {
            command("ip", "tuntap", "add", "dev", TAP, "mode", "tap", "user", "61100");
            command("ip", "link", "set", TAP, "up");
        }

        @Override
        public void close() throws IOException {
            command("ip", "link", "delete", TAP);
        }

        private static void command(String... words) throws IOException {
            assertThat(new ProcessBuilder(words)
                            .inheritIO()
                            .start()
                            .onExit()
                            .join()
                            .exitValue())
                    .isZero();
        }
    }

    /** Whoever asks the guest is answered by this machine. */
    private static InstanceNetwork network() {
        return new InstanceNetwork.Tap(
                TAP,
                "02:00:00:00:00:01",
                Optional.of(new InstanceNetwork.Address(IpAddress.parse("127.0.0.1"), 8, IpAddress.parse("127.0.0.2"))),
                Optional.empty(),
                1_500);
    }
}
