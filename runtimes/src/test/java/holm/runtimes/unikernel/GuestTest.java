package holm.runtimes.unikernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Protocol;
import holm.domain.Virtualization;
import holm.domain.descriptor.PortMapping;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.descriptor.UnikraftNetdev;
import holm.domain.message.Assignment;
import holm.domain.message.LogQuery;
import holm.domain.network.InstanceNetwork;
import holm.runtimes.Launch;
import holm.runtimes.Probe;
import holm.runtimes.Running;
import holm.runtimes.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Launches guests with a kernel of the test's own, and leaves nothing behind. */
@Timeout(120)
abstract class GuestTest {
    static final InstanceId INSTANCE = Runs.instance(1);
    static final InstanceNetwork NONE = new InstanceNetwork.None();
    Path directory;
    UnikernelRuntime runtime;

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

    UnikernelRuntime opened() {
        var opened = new UnikernelRuntime(
                UnikernelSettings.of(directory.resolve("state")).withFiles().withReadiness(Duration.ofSeconds(2)));
        assertThat(opened.probe()).isInstanceOf(Probe.Ready.class);
        return opened;
    }

    Running launch(byte[] kernel, ServiceDescriptor descriptor, InstanceNetwork network) throws Exception {
        return launch(new Tarballs().file("kernel", kernel), descriptor, network);
    }

    Running launch(Tarballs archive, ServiceDescriptor descriptor, InstanceNetwork network) throws Exception {
        archive.write(directory.resolve("kernel.tar.gz"));
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

    ServiceDescriptor descriptor() {
        return descriptor(List.of(), List.of(), List.of());
    }

    ServiceDescriptor descriptor(List<String> cmd, List<String> environment, List<Integer> ports) {
        var code = directory.resolve("kernel.tar.gz").toUri().toString();
        var mapped = ports.stream()
                .map(port -> new PortMapping(port, port, Protocol.TCP))
                .toList();
        return new Runs(code, Virtualization.UNIKERNEL, cmd, environment, 16, 1)
                .descriptor(mapped, UnikraftNetdev.BOTH);
    }

    static long bytesOnDisk(Path file) throws IOException {
        var du = new ProcessBuilder("du", "-B1", file.toString()).start();
        try (var output = du.getInputStream()) {
            return Long.parseLong(new String(output.readAllBytes(), UTF_8).split("\t", -1)[0]);
        }
    }

    RunDirectory machine() throws IOException {
        return new RunDirectory(runs().getFirst());
    }

    List<Path> runs() throws IOException {
        try (var paths = Files.list(directory.toRealPath().resolve("state/runs"))) {
            return paths.toList();
        }
    }

    List<String> log() throws InterruptedException {
        var lines = new ArrayList<String>();
        runtime.logs(INSTANCE)
                .read(new LogQuery(Optional.empty(), Optional.empty(), false), line -> lines.add(line.text()));
        return lines;
    }
}
