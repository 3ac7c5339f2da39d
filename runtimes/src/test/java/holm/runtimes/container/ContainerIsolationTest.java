package holm.runtimes.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Virtualization;
import holm.domain.message.LogLine;
import holm.domain.message.LogQuery;
import holm.runtimes.Exit;
import holm.runtimes.Probe;
import holm.runtimes.Resolver;
import holm.runtimes.Running;
import holm.runtimes.Runs;
import holm.runtimes.RuntimeFailure;
import holm.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What containers get and what they are kept from, and what an engine may do meanwhile. One runtime serves all of these tests. */
@Needs.Podman
@Timeout(180)
class ContainerIsolationTest {
    private static final AtomicInteger NUMBERS = new AtomicInteger(1_000);
    private static final LogQuery EVERYTHING = new LogQuery(Optional.empty(), Optional.empty(), false);
    private static Path state;
    private static Busybox busybox;
    private static ContainerRuntime runtime;
    private final InstanceId instance = Runs.instance(NUMBERS.incrementAndGet());

    @BeforeAll
    static void start() throws Exception {
        state = Files.createTempDirectory("holm-isolation");
        busybox = Busybox.in(state);
        runtime = new ContainerRuntime(ContainerSettings.of(state));
        assertThat(runtime.probe()).isInstanceOf(Probe.Ready.class);
        runtime.fetch(busybox.code(), progress -> {});
    }

    @AfterEach
    void stopAll() throws Exception {
        for (var running : runtime.adopt()) {
            runtime.stop(running, Duration.ZERO);
            runtime.remove(running);
        }
    }

    @AfterAll
    static void erase() throws Exception {
        runtime.close();
        EngineErasure.erase(state);
    }

    @Test
    void handsEnvironmentAndArgumentsOnAsTheyAre() throws Exception {
        var odd = List.of(
                "QUOTES=\"a\" 'b' `c` $HOME ${D}",
                "LINES=one\ntwo",
                "EMPTY=",
                "EQUALS=a=b=c",
                "UMLAUT=ä€😀",
                "BACK=\\n\\");
        run(busybox.command(
                        "/bin/sh",
                        "-c",
                        "echo \"$QUOTES|$LINES|$EMPTY|$EQUALS|$UMLAUT\"; printf '%s' \"$BACK\"; echo; echo \"$1\"",
                        "zero",
                        "$(id) ; *")
                .withEnvironment(odd));

        assertThat(String.join("\n", output()))
                .isEqualTo("\"a\" 'b' `c` $HOME ${D}|one\ntwo||a=b=c|ä€😀\n\\n\\\n$(id) ; *");
    }

    @Test
    void runsTheImagesOwnCommandWhenNoneIsGiven() throws Exception {
        assertThat(run(busybox.command()).isSuccess()).isTrue();
        assertThat(output()).containsExactly("the image's own command");
    }

    @Test
    void namesACommandThatDoesNotExist() {
        assertThatThrownBy(() -> launch(busybox.command("/bin/nothing", "x")))
                .isInstanceOf(RuntimeFailure.class)
                .hasMessageContaining("\"/bin/nothing\" does not exist in the image");
        assertThat(state.resolve("engine-logs")).isEmptyDirectory();
    }

    @Test
    void namesACommandThatIsNotExecutable() {
        assertThatThrownBy(() -> launch(busybox.command("/etc")))
                .isInstanceOf(RuntimeFailure.class)
                .hasMessageContaining("\"/etc\"");
    }

    @Test
    void keepsProcessesBelowTheirLimit() throws Exception {
        run(busybox.shell("for i in $(seq 1500); do sleep 5 & done; echo more than there should be")
                .withMemory(256));

        assertThat(output())
                .anyMatch(line -> line.contains("can't fork"))
                .noneMatch(line -> line.contains("more than"));
    }

    @Test
    void keepsProcessorTimeBelowTheLimit() throws Exception {
        var running = launch(new Runs(
                busybox.code(),
                Virtualization.CONTAINER,
                List.of("/bin/sh", "-c", "while true; do :; done"),
                List.of(),
                32,
                0));
        runtime.usage(running);

        // 0 vcpus stand for a tenth of a core.
        await().pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> assertThat(runtime.usage(running).orElseThrow().cpuPercent())
                                .isBetween(4.0, 16.0));
    }

    @Test
    void givesNoMoreRightsThanAServiceNeeds() throws Exception {
        run(busybox.shell("cat /proc/self/status"));

        var status = output();
        assertThat(status)
                .anyMatch(line -> line.matches("NoNewPrivs:\\s+1"))
                .anyMatch(line -> line.matches("Seccomp:\\s+2"));
        var effective = status.stream()
                .filter(line -> line.startsWith("CapEff:"))
                .findFirst()
                .orElseThrow();
        var mask = Long.parseUnsignedLong(effective.substring(7).strip(), 16);
        // CAP_NET_ADMIN 12, CAP_NET_RAW 13, CAP_SYS_ADMIN 21, CAP_MKNOD 27 (linux/capability.h)
        assertThat(mask & (1L << 12 | 1L << 13 | 1L << 21 | 1L << 27)).isZero();
    }

    @Test
    void startsInTheNetworkThatIsReady() throws Exception {
        var name = "holm-rt-" + ProcessHandle.current().pid();
        command("ip", "netns", "add", name);
        try {
            command("ip", "-n", name, "link", "add", "holm-probe", "type", "bridge");
            var launch = busybox.shell("ls /sys/class/net; cat /etc/resolv.conf; hostname")
                    .launch(instance, Path.of("/run/netns", name), new Resolver("10.19.1.1", "main.shop.prod.holm"));
            runtime.await(runtime.launch(launch));

            assertThat(output())
                    .contains("holm-probe", "nameserver 10.19.1.1", "instance-" + instance.number())
                    .contains("search main.shop.prod.holm", "options ndots:1")
                    .filteredOn(line -> line.startsWith("nameserver "))
                    .hasSize(1);
        } finally {
            command("ip", "netns", "delete", name);
        }
    }

    @Test
    void hasOnlyLoopbackWithoutANetwork() throws Exception {
        run(busybox.shell("ls /sys/class/net; cat /etc/resolv.conf"));

        assertThat(output()).contains("lo").doesNotContain("eth0");
    }

    @Test
    void goesOnWhenTheEngineIsKilled() throws Exception {
        var running = launch(busybox.shell("sleep 3; echo done; exit 5"));
        var pid = Long.parseLong(Files.readString(EngineFiles.of(state).pid()).split(" ", -1)[0]);
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        assertThat(runtime.await(running).code()).contains(5);
        assertThat(output()).containsExactly("done");
        assertThat(runtime.await(launch(busybox.command("/bin/true"), 2)).isSuccess())
                .isTrue();
    }

    @Test
    void adoptsFromAWorkerThatWasKilled() throws Exception {
        var running = launch(busybox.shell("i=0; while true; do i=$((i+1)); echo line $i; sleep 0.01; done"));
        await().untilAsserted(() -> assertThat(output()).hasSizeGreaterThan(20));
        var before = output().size();
        var others = Files.createDirectory(state.resolve("others"));
        var settings =
                ContainerSettings.of(others).withSocket(EngineFiles.of(state).socket());
        try (var other = new ContainerRuntime(settings)) {
            assertThat(other.probe()).isInstanceOf(Probe.Ready.class);
            assertThat(other.adopt()).as("of another worker").isEmpty();
            runsThere(other);
        }
        runtime.close();
        runtime = new ContainerRuntime(ContainerSettings.of(state));
        assertThat(runtime.probe()).isInstanceOf(Probe.Ready.class);
        assertThat(runtime.adopt()).containsExactly(running);

        await().untilAsserted(() -> assertThat(output()).hasSizeGreaterThan(before + 50));
        var lines = output();
        assertThat(lines)
                .isEqualTo(IntStream.rangeClosed(1, lines.size())
                        .mapToObj(number -> "line " + number)
                        .toList());
    }

    @Test
    void knowsSoonThatEverythingWasKilled() throws Exception {
        var running = launch(busybox.command("/bin/sleep", "1000"));
        var container =
                Long.parseLong(commandOutput("podman", "inspect", "--format", "{{.State.Pid}}", running.handle()));
        var conmon = Long.parseLong(
                commandOutput("podman", "inspect", "--format", "{{.State.ConmonPid}}", running.handle()));
        command("kill", "-9", Long.toString(conmon), Long.toString(container));
        var before = System.nanoTime();

        var exit = runtime.await(running);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(exit.isSuccess()).isFalse();
        runtime.remove(running);
        assertThat(runtime.await(launch(busybox.command("/bin/true"), 2)).isSuccess())
                .isTrue();
    }

    @Test
    void keepsTheServiceThatAKilledWorkerLeft() throws Exception {
        var service = Files.readString(EngineFiles.of(state).pid());
        var running = launch(busybox.command("/bin/sleep", "1000"));
        // A second one beside the first, because a killed one leaves just this.
        var next = new ContainerRuntime(ContainerSettings.of(state));

        assertThat(next.probe()).isInstanceOf(Probe.Ready.class);

        assertThat(Files.readString(EngineFiles.of(state).pid())).isEqualTo(service);
        assertThat(next.adopt()).containsExactly(running);
        next.close();
        assertThat(runtime.await(launch(busybox.command("/bin/true"), 2)).isSuccess())
                .isTrue();
    }

    @Test
    void refusesToLaunchARunTwice() throws Exception {
        var running = launch(busybox.command("/bin/sleep", "1000"));

        assertThatThrownBy(() -> launch(busybox.command("/bin/sleep", "1000")))
                .isInstanceOf(RuntimeFailure.class)
                .hasMessageContaining("launched before");
        assertThat(runtime.adopt()).containsExactly(running);
    }

    @Test
    void losesNoneOfManyLinesOfAContainer() throws Exception {
        var running =
                launch(busybox.shell("seq 1 100000; seq 100001 100010 >&2").withMemory(64));
        runtime.await(running);

        var seen = new ArrayList<LogLine>();
        runtime.logs(instance).read(EVERYTHING, seen::add);
        var out = seen.stream()
                .filter(line -> line.stream() == LogLine.Stream.STDOUT)
                .map(line -> Integer.parseInt(line.text()))
                .toList();
        assertThat(out.equals(IntStream.rangeClosed(1, 100_000).boxed().toList()))
                .isTrue();
        assertThat(seen).hasSize(100_010);
    }

    @Test
    void measuresTheWritableLayer() throws Exception {
        var running = launch(busybox.shell("dd if=/dev/zero of=/tmp/file bs=1M count=5; sleep 1000")
                .withMemory(64));
        await().untilAsserted(() -> assertThat(output()).anyMatch(line -> line.contains("records out")));

        await().untilAsserted(() ->
                assertThat(runtime.usage(running).orElseThrow().diskBytes()).isGreaterThan(5 << 20));
    }

    /** An engine that somebody else runs: nothing of Holm's own service is needed. */
    private void runsThere(ContainerRuntime other) throws Exception {
        other.fetch(busybox.code(), progress -> {});
        var running = other.launch(busybox.command("/bin/echo", "there").launch(Runs.instance(1)));
        assertThat(other.await(running).isSuccess()).isTrue();
        var seen = new ArrayList<String>();
        other.logs(Runs.instance(1)).read(EVERYTHING, line -> seen.add(line.text()));
        assertThat(seen).containsExactly("there");
        assertThat(other.adopt()).hasSize(1);
        other.remove(running);
    }

    private Exit run(Runs runs) throws Exception {
        return runtime.await(launch(runs));
    }

    private Running launch(Runs runs) throws Exception {
        return launch(runs, 1);
    }

    private Running launch(Runs runs, int run) throws Exception {
        return runtime.launch(runs.launch(instance, new Fence(1, 1, run)));
    }

    private List<String> output() throws InterruptedException {
        var seen = new ArrayList<String>();
        runtime.logs(instance).read(EVERYTHING, line -> seen.add(line.text()));
        return seen;
    }

    private static String commandOutput(String... command) throws Exception {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(EngineFiles.of(state).environment());
        return new String(builder.start().getInputStream().readAllBytes(), UTF_8).strip();
    }

    private static void command(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }
}
