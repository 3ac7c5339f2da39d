package holm.e2e.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java program of the tests as a process elsewhere, such as another network namespace. It answers each line with a line. Thread-safe. */
public final class Child implements Closeable {
    private static final String ANSWER = "> ";
    private static final String FAILURE = "! ";
    private static final int PATIENCE_SECONDS = 20;

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    private Child(Process process) {
        this.process = process;
        this.questions = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** @param entry what comes before a command line, such as the way into a network namespace */
    public static Child start(List<String> entry, Class<?> program, String... arguments) throws IOException {
        var command = new ArrayList<>(entry);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return new Child(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** @throws IllegalStateException when it failed; says why */
    public synchronized String ask(String... words) throws IOException {
        questions.write(String.join(" ", words) + "\n");
        questions.flush();
        for (var line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(ANSWER)) {
                return line.substring(ANSWER.length());
            }
            if (line.startsWith(FAILURE)) {
                throw new IllegalStateException(String.join(" ", words) + ": " + line.substring(FAILURE.length()));
            }
        }
        throw new IllegalStateException(String.join(" ", words) + ": the process ended");
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends with its input. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit()
                .completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join()
                .destroyForcibly();
    }

    /** What the process itself does with each line. */
    @FunctionalInterface
    public interface Work {
        String answer(String[] words) throws Exception;
    }

    /** The other end: returns when whoever started this process is gone. */
    public static void serve(Work work) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            try {
                System.out.println(ANSWER + work.answer(line.split(" ", -1)));
            } catch (Exception failure) {
                System.out.println(FAILURE + failure);
            }
        }
    }
}
