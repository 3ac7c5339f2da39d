package holm.e2e.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One tier, or {@code holm up}, as a process of its own that can be killed and started again. For one thread. */
public final class HolmProcess implements AutoCloseable {
    /** A start takes 4 s, twice that without the cache of the JVM, and much more on a machine that is busy with builds. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final int SHOWN_LINES = 120;
    private final String name;
    private final Place place;
    private final List<String> arguments;
    private final Map<String, String> environment;
    private final Path output;
    private final List<URI> ready;
    private final Path log;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private @Nullable Process process;
    private long startedAtNanos;

    /**
     * @param name for messages
     * @param place where it runs
     * @param arguments of {@code holm}
     * @param output what all its lives write, one after the other
     * @param log where its log is, when it does not go to the output
     * @param httpPorts of its tiers, where {@code /health/ready} answers
     */
    HolmProcess(
            String name,
            Place place,
            List<String> arguments,
            Map<String, String> environment,
            Path output,
            Path log,
            List<Integer> httpPorts) {
        this.name = name;
        this.place = place;
        this.arguments = List.copyOf(arguments);
        this.environment = Map.copyOf(environment);
        this.output = output;
        this.log = log;
        this.ready =
                httpPorts.stream().map(port -> place.uri(port, "/health/ready")).toList();
    }

    public HolmProcess start() throws IOException {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException(name + " runs already");
        }
        var builder = new ProcessBuilder(place.command(Distribution.command(arguments)))
                .redirectInput(Distribution.NOTHING)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        startedAtNanos = System.nanoTime();
        process = builder.start();
        return this;
    }

    /**
     * @return how long it took from the start of the process until it said that it is ready
     * @throws IllegalStateException when it ended, or was not ready in time; holds what it wrote
     */
    public Duration awaitReady() throws InterruptedException {
        while (!isReady()) {
            if (running().waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("%s ended with exit code %d before it was ready%n%s"
                        .formatted(name, running().exitValue(), tail()));
            }
            if (age().compareTo(PATIENCE) > 0) {
                throw new IllegalStateException(
                        "%s was not ready after %d s%n%s".formatted(name, PATIENCE.toSeconds(), tail()));
            }
        }
        return age();
    }

    /** @return whether each of its tiers says so */
    public boolean isReady() throws InterruptedException {
        for (var tier : ready) {
            if (!isReady(tier)) {
                return false;
            }
        }
        return true;
    }

    private boolean isReady(URI tier) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(tier).timeout(Duration.ofSeconds(5)).build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** @return whether it ended by itself within this time */
    public boolean waitFor(Duration time) throws InterruptedException {
        return running().waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** SIGKILL, and the process is gone when this returns. */
    public void killHard() throws IOException, InterruptedException {
        // Not destroyForcibly: the test says which signal it means.
        Program.run("kill", "-9", Long.toString(running().pid())).orThrow();
        running().waitFor();
    }

    /** SIGTERM, as Ctrl-C or systemd ends it. */
    public int stop() throws InterruptedException {
        running().destroy();
        if (!running().waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(
                    "%s did not stop within %d s%n%s".formatted(name, PATIENCE.toSeconds(), tail()));
        }
        return running().exitValue();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    public long pid() {
        return running().pid();
    }

    /** @return since the last start */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedAtNanos);
    }

    /** @return the end of what it wrote, for the message of a failure */
    public String tail() {
        try {
            return "--- the end of what %s wrote (holm %s) ---%n%s%n%s%n--- end ---"
                    .formatted(name, String.join(" ", arguments), last(output), last(log));
        } catch (IOException unreadable) {
            return "what %s wrote cannot be read: %s".formatted(name, unreadable.getMessage());
        }
    }

    private static String last(Path file) throws IOException {
        var lines = Files.exists(file) ? Files.readString(file, UTF_8).lines().toList() : List.<String>of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return process;
    }
}
