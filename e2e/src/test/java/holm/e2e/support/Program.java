package holm.e2e.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program of the machine to its end. */
public final class Program {
    /** Far beyond what {@code ip}, {@code podman} or {@code curl} take on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Program() {}

    /** What a program left behind. */
    public record Result(List<String> command, int exitCode, String output, String errors) {
        /** @throws IllegalStateException when the program failed; says what it wrote */
        public String orThrow() {
            if (exitCode != 0) {
                throw new IllegalStateException(
                        "%s: exit code %d%n%s%n%s".formatted(String.join(" ", command), exitCode, output, errors));
            }
            return output;
        }
    }

    public static Result run(String... command) throws IOException, InterruptedException {
        return run(Map.of(), PATIENCE, List.of(command));
    }

    /**
     * @param environment added to this process's own
     * @throws IllegalStateException when the program did not end in time; it is killed
     */
    public static Result run(Map<String, String> environment, Duration patience, List<String> command)
            throws IOException, InterruptedException {
        var out = Files.createTempFile("holm-e2e", ".out");
        var err = Files.createTempFile("holm-e2e", ".err");
        try {
            var builder = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(Distribution.NOTHING))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException("%s did not end within %d s%n%s%n%s"
                        .formatted(
                                String.join(" ", command),
                                patience.toSeconds(),
                                Files.readString(out, UTF_8),
                                Files.readString(err, UTF_8)));
            }
            return new Result(command, process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }
}
