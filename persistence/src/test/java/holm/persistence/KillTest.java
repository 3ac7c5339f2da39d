package holm.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import holm.persistence.counter.CounterNode;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
    private static final int ROUNDS = 3;
    private static final int LEAST_BEFORE_THE_KILL = 20;
    private static final int SPREAD = 400;

    @TempDir
    Path directory;

    @Test
    @Tag("slow")
    void keepsEverySumThatAProcessAcknowledgedBeforeItWasKilled() throws Exception {
        var seed = System.nanoTime();
        var random = new Random(seed);
        System.out.println("seed " + seed);
        for (var round = 0; round < ROUNDS; round++) {
            var acknowledged = runAndKill(LEAST_BEFORE_THE_KILL + random.nextInt(SPREAD));
            try (var node = CounterNode.start(StoreSettings.inDirectory("root", directory))) {
                for (var entry : acknowledged.entrySet()) {
                    var sum = CounterNode.of(node.get(node.counter(entry.getKey())));
                    assertThat(sum)
                            .as("%s in round %d", entry.getKey(), round)
                            .isBetween(entry.getValue(), entry.getValue() + 1);
                    assertThat(node.store()
                                    .rows()
                                    .find("test-counter", entry.getKey())
                                    .orElseThrow()
                                    .sequence())
                            .isEqualTo(sum.longValue());
                }
            }
        }
    }

    /** @return the largest sum that was acknowledged of each counter */
    private Map<String, Integer> runAndKill(int acknowledgements) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        KilledNode.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var acknowledged = new HashMap<String, Integer>();
        try (var lines = process.inputReader()) {
            var seen = 0;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var words = line.split(" ", -1);
                if (words.length == 2 && words[0].startsWith("c")) {
                    acknowledged.put(words[0], Integer.parseInt(words[1]));
                    if (++seen == acknowledgements) {
                        process.toHandle()
                                .destroyForcibly(); // Process.destroyForcibly would close the lines that are still to
                        // be read
                    }
                }
            }
        }
        process.waitFor();
        assertThat(acknowledged).hasSize(KilledNode.COUNTERS);
        return acknowledged;
    }

    static String classPath() {
        return Stream.of(System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path"))
                .filter(path -> path != null && !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
