package holm.persistence.testing;

import holm.persistence.StoreSettings;
import holm.testing.Need;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A PostgreSQL server of one's own, on a free port of the loopback address, its files below {@code /tmp}. Started as user {@code
 * postgres}, which needs root; the tag for such tests is {@code @Needs.Postgres}.
 */
public final class PostgresServer implements AutoCloseable {
    private static final String USER = "holm";
    private static final String PASSWORD = "only for tests";
    private static final long PATIENCE_SECONDS = 30;

    private final Path programs;
    private final Path directory;
    private final int port;
    private Process server;

    private PostgresServer(Path programs, Path directory, int port) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
    }

    /** A new, empty server that syncs its log as it would in earnest. */
    public static PostgresServer start() throws IOException {
        var directory = Files.createTempDirectory("holm-postgres");
        run("chown", "postgres", directory.toString());
        var server = new PostgresServer(programs(), directory, freePort());
        var password = directory.resolve("password");
        Files.writeString(password, PASSWORD);
        run("chown", "postgres", password.toString());
        run(server.asPostgres(
                "initdb",
                "-D",
                server.data(),
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile=" + password,
                "-E",
                "UTF8",
                "--locale=C"));
        server.resume();
        return server;
    }

    /** Where a tier's store may be. */
    public StoreSettings settings(String tier) {
        return StoreSettings.onPostgres(tier, jdbcUrl(), USER, PASSWORD);
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    /** Starts it again after {@link #crash} or {@link #stop}; returns once it answers. */
    public void resume() throws IOException {
        server = new ProcessBuilder(asPostgres(
                        "postgres",
                        "-D",
                        data(),
                        "-p",
                        Integer.toString(port),
                        "-k",
                        directory.toString(),
                        "-c",
                        "listen_addresses=127.0.0.1"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        Awaitility.await("PostgreSQL answers")
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(this::answers);
    }

    /** The whole server is killed, as by a power cut that leaves the disk alone. */
    public void crash() {
        end(ProcessHandle::destroyForcibly);
    }

    /** Ends all sessions and stops, as an administrator would. */
    public void stop() {
        signal("INT", List.of(server.toHandle()));
        await();
    }

    /** Stops answering, without closing a single connection. */
    public void freeze() {
        signal("STOP", processes());
    }

    /** After {@link #freeze}. */
    public void thaw() {
        signal("CONT", processes());
    }

    @Override
    public void close() {
        end(ProcessHandle::destroyForcibly);
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(server.toHandle()), server.descendants()).toList();
    }

    private void end(java.util.function.Consumer<ProcessHandle> how) {
        var all = processes();
        all.forEach(how);
        await();
        all.forEach(one -> one.onExit().join());
    }

    private void await() {
        try {
            if (!server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("PostgreSQL does not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void signal(String signal, List<ProcessHandle> processes) {
        var command = new ArrayList<>(List.of("kill", "-" + signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            run(command.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    /** setpriv replaces itself by the program, so the process we start is the server itself. */
    private String[] asPostgres(String program, String... arguments) {
        var command = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=postgres",
                "--regid=postgres",
                "--clear-groups",
                programs.resolve(program).toString()));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    private boolean answers() throws IOException, InterruptedException {
        return new ProcessBuilder(
                                programs.resolve("pg_isready").toString(),
                                "-q",
                                "-h",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(port))
                        .start()
                        .waitFor()
                == 0;
    }

    private static Path programs() throws IOException {
        return Need.program("postgres")
                .orElseThrow(() -> new IOException("PostgreSQL is not installed"))
                .toRealPath()
                .getParent();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void run(String... command) throws IOException {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .directory(Path.of("/").toFile())
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
