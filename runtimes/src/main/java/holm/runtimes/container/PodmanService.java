package holm.runtimes.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import holm.runtimes.RuntimeFailure;
import holm.runtimes.process.ProcessStat;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holm's own {@code podman system service}. It is started in a session of its own, so that Ctrl-C of a worker in the foreground
 * does not hit it, and it outlives a killed worker: the next one finds it by its pid file and keeps it when it still answers.
 * Containers do not depend on it at all. Safe for many threads.
 */
final class PodmanService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PodmanService.class);

    /** A start takes 0.3 s on a quiet machine; ten times that, and some more for a busy one. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration WATCH_EVERY = Duration.ofSeconds(1);
    private static final Pattern WRITTEN_PID = Pattern.compile("(\\d{1,9}) (\\d{1,18})");
    private final EngineFiles files;
    private final String ociRuntime;
    private final Set<String> plainHttp;
    private @Nullable Thread watch;
    private volatile boolean closed;

    PodmanService(EngineFiles files, String ociRuntime, Set<String> plainHttp) {
        this.files = files;
        this.ociRuntime = ociRuntime;
        this.plainHttp = plainHttp;
    }

    /** Makes sure that the service answers: keeps the one that runs, or replaces it, and then watches over it. */
    synchronized void start() throws RuntimeFailure, InterruptedException {
        try {
            var changed = files.write(ociRuntime, HardLimits.ofThisProcess(), plainHttp);
            var former = former();
            if (changed || !answers()) {
                former.ifPresent(PodmanService::end);
                launch();
            }
        } catch (IOException unwritable) {
            throw new RuntimeFailure(
                    "the container engine cannot be set up under %s: %s"
                            .formatted(files.state(), unwritable.getMessage()),
                    true,
                    unwritable);
        }
        if (watch == null) {
            watch = Thread.ofVirtual().name("podman-watch").start(this::watch);
        }
    }

    /** Brings it back when it does not answer any more. */
    synchronized void revive() throws RuntimeFailure, InterruptedException {
        if (closed || answers()) {
            return;
        }
        LOG.warn("Holm's own podman service does not answer; starting it again (its output is in {})", files.output());
        try {
            former().ifPresent(PodmanService::end);
            launch();
        } catch (IOException unstartable) {
            throw new RuntimeFailure("podman cannot be started: " + unstartable.getMessage(), true, unstartable);
        }
    }

    String ociRuntime() {
        return ociRuntime;
    }

    boolean answers() {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(files.socket()));
        } catch (IOException nobody) {
            return false;
        }
    }

    private void launch() throws IOException, RuntimeFailure, InterruptedException {
        Files.deleteIfExists(files.socket());
        var builder = new ProcessBuilder(List.of(
                        "setsid",
                        "podman",
                        "--log-level=error",
                        "system",
                        "service",
                        "--time=0",
                        "unix://" + files.socket()))
                .directory(files.state().toFile())
                .redirectErrorStream(true)
                .redirectOutput(files.output().toFile());
        // Those are for the worker itself when systemd started it.
        builder.environment().keySet().removeAll(Set.of("NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"));
        builder.environment().putAll(files.environment());
        var process = builder.start();
        process.getOutputStream().close();
        Files.writeString(
                files.pid(),
                process.pid() + " " + ProcessStat.startTicks(process.pid()).orElse(0L));
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new RuntimeFailure("podman system service did not start: " + lastOutput(), true);
            }
            process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
        LOG.info("started podman system service, pid {}, socket {}", process.pid(), files.socket());
    }

    private String lastOutput() throws IOException {
        var output = Files.readString(files.output(), UTF_8).strip();
        return output.isEmpty()
                ? "it wrote nothing to " + files.output()
                : output.substring(Math.max(0, output.length() - 500));
    }

    private Optional<ProcessHandle> former() throws IOException {
        if (!Files.exists(files.pid())) {
            return Optional.empty();
        }
        var written = WRITTEN_PID.matcher(Files.readString(files.pid()).strip());
        if (!written.matches()) {
            return Optional.empty();
        }
        var pid = Long.parseLong(written.group(1));
        var startTicks = Long.parseLong(written.group(2));
        // The start time tells it from a stranger that got the same number later.
        return ProcessStat.startTicks(pid).filter(ticks -> ticks == startTicks).flatMap(same -> ProcessHandle.of(pid));
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(2, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException stays) {
            process.destroyForcibly();
        }
    }

    private void watch() {
        while (!closed) {
            try {
                Thread.sleep(WATCH_EVERY);
                revive();
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeFailure unstartable) {
                LOG.warn("{}", unstartable.getMessage());
            }
        }
    }

    /** Ends the service; what runs in containers goes on. */
    @Override
    public synchronized void close() {
        closed = true;
        if (watch != null) {
            watch.interrupt();
        }
        try {
            former().ifPresent(PodmanService::end);
            Files.deleteIfExists(files.pid());
            Files.deleteIfExists(files.socket());
        } catch (IOException left) {
            LOG.warn("podman's service could not be ended: {}", left.getMessage());
        }
    }
}
