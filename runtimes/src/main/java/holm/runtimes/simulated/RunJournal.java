package holm.runtimes.simulated;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import holm.files.Draft;
import holm.runtimes.RunNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All simulated runs in one append-only file of JSON lines: {@code +{run}} keeps a run or replaces it, {@code -handle} drops it.
 * The file is written anew when most of it is about runs that are gone. A half line at the end, left by a killed writer, is ignored.
 */
final class RunJournal implements AutoCloseable {
    /** Below this many lines a rewrite is not worth its time. */
    private static final int WORTH_A_REWRITE = 1_000;

    private static final JsonMapper JSON = RunNames.json();
    private final Path file;
    private final Map<String, KeptRun> runs = new LinkedHashMap<>();
    private FileChannel channel;
    private int lines;

    RunJournal(Path directory) throws IOException {
        Files.createDirectories(directory);
        file = directory.resolve("runs.jsonl");
        if (Files.exists(file)) {
            Files.readString(file, UTF_8).lines().forEach(this::read);
        }
        channel = rewrite();
    }

    synchronized void keep(KeptRun run) throws IOException {
        runs.put(run.handle(), run);
        write("+" + JSON.writeValueAsString(run));
    }

    synchronized void drop(String handle) throws IOException {
        if (runs.remove(handle) != null) {
            write("-" + handle);
        }
    }

    synchronized Map<String, KeptRun> runs() {
        return Map.copyOf(runs);
    }

    private void read(String line) {
        try {
            if (line.startsWith("+")) {
                var run = JSON.readValue(line.substring(1), KeptRun.class);
                runs.put(run.handle(), run);
            } else if (line.startsWith("-")) {
                runs.remove(line.substring(1));
            }
        } catch (JsonProcessingException torn) {
            return;
        }
    }

    private void write(String line) throws IOException {
        var bytes = ByteBuffer.wrap((line + "\n").getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        if (++lines > WORTH_A_REWRITE && lines > 2 * runs.size()) {
            channel.close();
            channel = rewrite();
        }
    }

    private FileChannel rewrite() throws IOException {
        var text = new StringBuilder();
        for (var run : runs.values()) {
            text.append('+').append(JSON.writeValueAsString(run)).append('\n');
        }
        Draft.of(file).replace(file, text.toString().getBytes(UTF_8));
        lines = runs.size();
        return FileChannel.open(file, WRITE, APPEND);
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
