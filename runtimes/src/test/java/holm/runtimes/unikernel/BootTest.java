package holm.runtimes.unikernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Protocol;
import holm.domain.Virtualization;
import holm.domain.address.IpAddress;
import holm.domain.descriptor.PortMapping;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.descriptor.ServiceName;
import holm.domain.message.Assignment;
import holm.domain.message.LogQuery;
import holm.runtimes.InstanceNetwork;
import holm.runtimes.Launch;
import holm.runtimes.Probe;
import holm.runtimes.Running;
import holm.runtimes.Runs;
import holm.runtimes.RuntimeFailure;
import holm.testing.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is special about guests, with real ones. */
@Needs.Qemu
@Timeout(120)
class BootTest {
    private static final InstanceId INSTANCE = Runs.instance(1);
    private static final InstanceNetwork NONE = new InstanceNetwork.None();
    private static final String TAP = "hu1t" + ProcessHandle.current().pid() % 100_000;
    private Path directory;
    private UnikernelRuntime runtime;

    @BeforeEach
    void open() throws IOException {
        directory = Files.createTempDirectory("holm-boot");
        runtime = opened();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        for (var running : runtime.adopt()) {
            runtime.stop(running, Duration.ZERO);
            runtime.remove(running);
        }
        assertThat(runs()).isEmpty();
        runtime.close();
        UnikernelErasure.erase(directory.resolve("state"));
        Trees.delete(directory);
    }

    @Test
    void handsWhatAUserWroteToTheGuestAndNobodyElse() throws Exception {
        var running = launch(
                TestKernels.printsItsCommandLine(),
                descriptor(
                        List.of("-drive", "file=/etc/shadow,format=raw", "two  words", "it's", "\"q\""),
                        List.of("A=b c"),
                        List.of()),
                NONE);

        assertThat(runtime.await(running).isSuccess()).isTrue();
        assertThat(log())
                .singleElement()
                .asString()
                .endsWith("kernel env.vars=[ 'A=b c' ] -- -drive file=/etc/shadow,format=raw 'two  words'"
                        + " 'it'\"'\"'s' '\"q\"'");
    }

    @Test
    void tellsACrashFromAShutdown() throws Exception {
        var running = launch(TestKernels.crashes(), descriptor(), NONE);

        var exit = runtime.await(running);

        assertThat(exit.isSuccess()).isFalse();
        assertThat(exit.detail()).contains("crashed");
        assertThat(log()).containsExactly("crashing");
    }

    @Test
    void runsGuestsAsSomebodyWithoutRights() throws Exception {
        launch(TestKernels.waits(), descriptor(), NONE);
        var process = machine().process().orElseThrow().pid();

        var status = Files.readAllLines(Path.of("/proc", Long.toString(process), "status"));

        assertThat(status)
                .contains("Uid:\t61100\t61100\t61100\t61100", "Gid:\t61100\t61100\t61100\t61100", "Groups:\t ")
                .contains("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2");
        assertThat(Files.readString(Path.of("/proc", Long.toString(process), "cgroup")))
                .contains("/holm/");
    }

    @Test
    void learnsHowAGuestEndedWhileTheWorkerWasAway() throws Exception {
        var running = launch(TestKernels.waits(), descriptor(), NONE);
        var machine = machine();
        await().untilAsserted(() -> assertThat(log()).contains("waiting"));
        runtime.close();

        var monitor = new Monitor(machine.path().resolve(RunDirectory.SOCKET));
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            monitor.run("system_powerdown");
            return new EventFile(machine.events()).end().isPresent();
        });
        runtime = opened();

        assertThat(runtime.adopt()).singleElement().satisfies(adopted -> {
            assertThat(adopted.ended()).isTrue();
            assertThat(adopted.handle()).isEqualTo(running.handle());
            assertThat(runtime.await(adopted).isSuccess()).isTrue();
        });
        assertThat(machine.process()).isEmpty();
    }

    @Test
    void saysWhatQemuSaysOfAKernelThatItCannotLoad() throws Exception {
        var kernel = TestKernels.waits();
        kernel[84] = 0; // no multiboot header, and no other either

        assertThatThrownBy(() -> launch(kernel, descriptor(), NONE))
                .isInstanceOf(RuntimeFailure.class)
                .hasMessageStartingWith("QEMU cannot start the unikernel: ");
        assertThat(runs()).isEmpty();
    }

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

    private UnikernelRuntime opened() {
        var opened = new UnikernelRuntime(
                UnikernelSettings.of(directory.resolve("state")).withFiles().withReadiness(Duration.ofSeconds(2)));
        assertThat(opened.probe()).isInstanceOf(Probe.Ready.class);
        return opened;
    }

    private Running launch(byte[] kernel, ServiceDescriptor descriptor, InstanceNetwork network) throws Exception {
        Tarballs.ofKernel(directory.resolve("kernel.tar.gz"), kernel);
        runtime.fetch(descriptor.code(), progress -> {});
        var fence = new Fence(1, 1, 1);
        return runtime.launch(new Launch(
                Runs.INSTALLATION,
                Runs.WORKER,
                new Assignment(INSTANCE, new Fence(1, 1, 0), descriptor, 0),
                fence,
                network,
                Optional.empty()));
    }

    private ServiceDescriptor descriptor() {
        return descriptor(List.of(), List.of(), List.of());
    }

    private ServiceDescriptor descriptor(List<String> cmd, List<String> environment, List<Integer> ports) {
        return new ServiceDescriptor(
                new ServiceName("app", "test", "service", "test"),
                Virtualization.UNIKERNEL,
                directory.resolve("kernel.tar.gz").toUri().toString(),
                cmd,
                environment,
                16,
                1,
                0,
                0,
                0,
                0,
                0,
                ports.stream()
                        .map(port -> new PortMapping(port, port, Protocol.TCP))
                        .toList(),
                Map.of(),
                List.of(),
                List.of("amd64"),
                false,
                0,
                false,
                false,
                List.of());
    }

    private RunDirectory machine() throws IOException {
        return new RunDirectory(runs().getFirst());
    }

    private List<Path> runs() throws IOException {
        try (var paths = Files.list(directory.toRealPath().resolve("state/runs"))) {
            return paths.toList();
        }
    }

    private List<String> log() throws InterruptedException {
        var lines = new ArrayList<String>();
        runtime.logs(INSTANCE)
                .read(new LogQuery(Optional.empty(), Optional.empty(), false), line -> lines.add(line.text()));
        return lines;
    }
}
