package holm.overlay.kernel;

import holm.overlay.NetworkFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a program with an argument list, never through a shell. Blocks; for virtual threads. */
public final class Command {
    /** A batch of links takes about 11 ms here; a loaded small device may take a hundred times as long. */
    private static final long DEADLINE_SECONDS = 20;

    /** A program that is killed is gone at once, unless it waits for a device. */
    private static final long END_SECONDS = 1;

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

    /** When it returns or throws, the program has ended: nothing that it would still do meets what its caller does next. */
    public static Outcome attempt(String input, List<String> arguments) throws NetworkFailure, InterruptedException {
        var process = start(arguments);
        try {
            Thread.startVirtualThread(() -> feed(process, input));
            var output = new FutureTask<>(() -> process.getInputStream().readAllBytes());
            Thread.startVirtualThread(output);
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw late(arguments);
            }
            return new Outcome(
                    process.exitValue(),
                    new String(output.get(DEADLINE_SECONDS, TimeUnit.SECONDS), StandardCharsets.UTF_8));
        } catch (TimeoutException childHoldsThePipe) {
            throw late(arguments);
        } catch (ExecutionException e) {
            throw cannotRun(arguments, e);
        } finally {
            end(process);
        }
    }

    private static Process start(List<String> arguments) throws NetworkFailure {
        var builder = new ProcessBuilder(arguments).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        try {
            return builder.start();
        } catch (IOException e) {
            throw cannotRun(arguments, e);
        }
    }

    private static void feed(Process process, String input) {
        try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
            stdin.write(input);
        } catch (IOException endedEarly) {
            // Its exit code and its complaint say more.
        }
    }

    private static void end(Process process) throws InterruptedException {
        if (process.isAlive()) {
            process.destroyForcibly().waitFor(END_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static NetworkFailure late(List<String> arguments) {
        return new NetworkFailure(
                "%s did not end within %d s".formatted(arguments.getFirst(), DEADLINE_SECONDS), false);
    }

    private static NetworkFailure cannotRun(List<String> arguments, Throwable cause) {
        return new NetworkFailure("cannot run %s: %s".formatted(arguments.getFirst(), cause.getMessage()), cause);
    }
}
