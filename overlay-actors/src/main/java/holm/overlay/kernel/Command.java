package holm.overlay.kernel;

import holm.overlay.NetworkFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a program with an argument list, never through a shell. Blocks; for virtual threads. */
public final class Command {
    /** A batch of links takes about 11 ms here; a loaded small device may take a hundred times as long. */
    private static final long DEADLINE_SECONDS = 20;

    private static final int LONGEST_COMPLAINT = 400;

    private Command() {}

    /** How a program ended and what it printed, both streams in one. */
    public record Outcome(int code, String output) {
        public boolean succeeded() {
            return code == 0;
        }
    }

    /** @throws NetworkFailure when the program is missing or ends with another code than 0; names what it complained about */
    public static String run(String input, List<String> arguments) throws NetworkFailure, InterruptedException {
        var outcome = attempt(input, arguments);
        if (!outcome.succeeded()) {
            var complaint = outcome.output().strip();
            throw new NetworkFailure(
                    "%s failed: %s"
                            .formatted(
                                    arguments.getFirst(),
                                    complaint.substring(0, Math.min(complaint.length(), LONGEST_COMPLAINT))),
                    false);
        }
        return outcome.output();
    }

    public static Outcome attempt(String input, List<String> arguments) throws NetworkFailure, InterruptedException {
        Path output = null;
        try {
            // A file instead of a pipe: nobody has to drain it, and a time-out needs no second thread.
            output = Files.createTempFile("holm-", ".out");
            var builder =
                    new ProcessBuilder(arguments).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("LC_ALL", "C");
            var process = builder.start();
            try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            } catch (IOException endedEarly) {
                // Its exit code and its complaint say more.
            }
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new NetworkFailure(
                        "%s did not end within %d s".formatted(arguments.getFirst(), DEADLINE_SECONDS), false);
            }
            return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new NetworkFailure("cannot run %s: %s".formatted(arguments.getFirst(), e.getMessage()), e);
        } finally {
            delete(output);
        }
    }

    private static void delete(@Nullable Path output) {
        try {
            if (output != null) {
                Files.deleteIfExists(output);
            }
        } catch (IOException harmless) {
            // A file of some bytes stays in the temporary folder.
        }
    }
}
