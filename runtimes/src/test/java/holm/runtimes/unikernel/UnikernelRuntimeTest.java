package holm.runtimes.unikernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.domain.Virtualization;
import holm.runtimes.Runs;
import holm.runtimes.Runtime;
import holm.runtimes.RuntimeConformance;
import holm.runtimes.process.Cgroups;
import holm.testing.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@Needs.Qemu
class UnikernelRuntimeTest extends RuntimeConformance {
    private static Path directory;

    @BeforeAll
    static void makeDirectory() throws IOException {
        // As a worker's own: nobody else may pass through it.
        directory = Files.createTempDirectory("holm-unikernels");
    }

    @AfterAll
    static void deleteDirectory() {
        Trees.delete(directory);
    }

    @Override
    protected Runtime open() {
        return new UnikernelRuntime(UnikernelSettings.of(state()).withFiles());
    }

    @Override
    protected Runs runsForEver() {
        return kernel("waits", TestKernels.waits());
    }

    @Override
    protected Runs ignoresTerm() {
        return kernel("deaf", TestKernels.ignoresEverything());
    }

    @Override
    protected Runs exitsWith(int code) {
        return kernel("exits-" + code, TestKernels.exitsWith(code));
    }

    /** No guest can do that to QEMU, so somebody else does. */
    @Override
    protected Runs diesBySignal(int number) {
        meanwhile(pid -> new ProcessBuilder("kill", "-" + number, Long.toString(pid)));
        return ignoresTerm();
    }

    /** A guest cannot want more than it has, but QEMU can: it is left with hardly more than it has already. */
    @Override
    protected Runs takesTooMuchMemory() {
        meanwhile(pid -> {
            var cgroup = Cgroups.ofThisMachine().of(pid).orElseThrow();
            var limit = cgroup.memory().resolve(cgroup.isUnified() ? "memory.max" : "memory.limit_in_bytes");
            var little = cgroup.sample().orElseThrow().memoryBytes() + (2 << 20);
            return new ProcessBuilder("sh", "-c", "echo %d > %s".formatted(little, limit));
        });
        return kernel("greedy", TestKernels.touchesItsMemory()).withMemory(64);
    }

    @Override
    protected Runs writesTwentyLines() {
        return kernel(
                "lines",
                TestKernels.prints(IntStream.rangeClosed(1, 20)
                        .mapToObj(number -> "line " + number + "\r\n")
                        .collect(Collectors.joining())));
    }

    @Override
    protected String missingCode() {
        return "file:/nonexistent/unikernel.tar.gz";
    }

    /** What somebody else on this machine does to QEMU. */
    @FunctionalInterface
    private interface Interference {
        ProcessBuilder with(long pid) throws IOException;
    }

    private static void meanwhile(Interference interference) {
        Thread.ofVirtual().start(() -> {
            try {
                var pid = await().atMost(Duration.ofSeconds(30))
                        .until(UnikernelRuntimeTest::running, Optional::isPresent)
                        .orElseThrow();
                assertThat(interference.with(pid).inheritIO().start().waitFor()).isZero();
            } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    /** @return QEMU's process once its guest runs */
    private static Optional<Long> running() throws IOException {
        var runs = state().resolve("runs");
        if (!Files.isDirectory(runs)) {
            return Optional.empty();
        }
        try (var paths = Files.list(runs)) {
            return paths.map(RunDirectory::new)
                    .filter(run -> new EventFile(run.events()).isUp())
                    .flatMap(run -> run.process().stream())
                    .map(ProcessHandle::pid)
                    .findFirst();
        }
    }

    private static Path state() {
        return directory.resolve("state");
    }

    private static synchronized Runs kernel(String name, byte[] kernel) {
        try {
            var archive = directory.resolve(name + ".tar.gz");
            if (!Files.exists(archive)) {
                Tarballs.ofKernel(archive, kernel);
            }
            return new Runs(archive.toUri().toString(), Virtualization.UNIKERNEL, List.of(), List.of(), 16, 1);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
