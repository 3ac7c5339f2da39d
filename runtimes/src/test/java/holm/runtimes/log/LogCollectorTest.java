package holm.runtimes.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.message.LogLine;
import holm.domain.message.LogQuery;
import holm.runtimes.Runs;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class LogCollectorTest {
    private static final int MANY = 100_000;
    private static final String HANDLE = "run";
    private static final Fence FENCE = new Fence(1, 1, 1);
    private static final LogQuery EVERYTHING = new LogQuery(Optional.empty(), Optional.empty(), false);
    private static final LogQuery FOLLOW = new LogQuery(Optional.empty(), Optional.empty(), true);
    private final InstanceId instance = Runs.instance(1);

    @TempDir
    private Path directory;

    private Path engineLog;
    private SegmentStore store;
    private LogCollector collector;

    @BeforeEach
    void open() {
        engineLog = directory.resolve("ctr.log");
        open(LogLimits.DEFAULT);
    }

    private void open(LogLimits limits) {
        store = new SegmentStore(directory.resolve("logs"), limits);
        collector = new LogCollector(store);
    }

    @AfterEach
    void close() {
        collector.close();
        store.close();
    }

    @ParameterizedTest
    @EnumSource
    void losesAndDoublesNothingOfManyLinesOverRotationsAndRestarts(EngineLogFormat format) throws Exception {
        var writer = Thread.ofPlatform().start(() -> writeMany(format));
        while (writer.isAlive()) {
            collector.add(HANDLE, instance, FENCE, engineLog, format);
            writer.join(Duration.ofMillis(40));
            collector.close();
            store.close();
            open(LogLimits.DEFAULT);
        }

        assertSame(collected(format), numbered(MANY));
    }

    @Test
    void losesAndDoublesNothingWhenTheCollectorIsKilledHalfWay() throws Exception {
        append(k8s("stdout", "F", "one") + k8s("stdout", "F", "two"));
        collect();
        var segment = store.of(instance).segment(1);
        Files.writeString(segment, "1 1 o thr", StandardOpenOption.APPEND);
        collector.close();
        open(LogLimits.DEFAULT);
        append(k8s("stdout", "F", "three"));

        assertThat(collected(EngineLogFormat.K8S_FILE)).containsExactly("one", "two", "three");
    }

    @Test
    void showsFollowersEveryLineWhileSegmentsRotate() throws Exception {
        close();
        open(new LogLimits(64 * 1024, 4));
        var seen = new CopyOnWriteArrayList<String>();
        var follower = Thread.ofVirtual().start(() -> follow(seen));
        collector.add(HANDLE, instance, FENCE, engineLog, EngineLogFormat.K8S_FILE);
        for (var first = 1; first <= 10_000; first += 500) {
            var lines = new StringBuilder();
            IntStream.range(first, first + 500).forEach(number -> lines.append(k8s("stdout", "F", "line " + number)));
            append(lines.toString());
            var last = first + 499;
            await().untilAsserted(() -> assertThat(seen).hasSize(last));
        }

        assertThat(seen).containsExactlyElementsOf(numbered(10_000));
        assertThat(store.bytes(instance)).isLessThan(5 * 64 * 1024 + 300_000);
        follower.interrupt();
    }

    @Test
    void keepsNoMoreThanItsBound() throws Exception {
        close();
        open(new LogLimits(4096, 2));
        for (var number = 1; number <= 2_000; number++) {
            store.append(instance, "1-1-1", List.of(line("line " + number)), number);
        }

        var kept = lines(EVERYTHING);
        assertThat(store.bytes(instance)).isLessThan(3 * 4096);
        assertThat(kept.getLast()).isEqualTo("line 2000");
        assertThat(kept).isEqualTo(numbered(2_000).subList(2_000 - kept.size(), 2_000));
    }

    @Test
    void joinsPartsOfALineAlsoAcrossARestart() throws Exception {
        append(k8s("stdout", "P", "a") + k8s("stderr", "F", "error") + k8s("stdout", "P", "b"));
        collector.add(HANDLE, instance, FENCE, engineLog, EngineLogFormat.K8S_FILE);
        await().untilAsserted(() -> assertThat(lines(EVERYTHING)).containsExactly("error"));
        collector.close();
        open(LogLimits.DEFAULT);
        append(k8s("stderr", "F", "again") + k8s("stdout", "F", "c"));

        assertThat(collected(EngineLogFormat.K8S_FILE)).containsExactly("error", "again", "abc");
    }

    @Test
    void showsHalfALineWhenItsProcessHasEnded() throws Exception {
        append(k8s("stdout", "P", "no line end"));

        assertThat(collected(EngineLogFormat.K8S_FILE)).containsExactly("no line end");
    }

    @Test
    void splitsWhatIsLongerThanALineMayBe() throws Exception {
        var long32 = "é".repeat(16 * 1024);
        append(k8s("stdout", "P", long32) + k8s("stdout", "F", "end"));

        var collected = collected(EngineLogFormat.K8S_FILE);

        assertThat(String.join("", collected)).isEqualTo(long32 + "end");
        assertThat(collected).allMatch(line -> line.getBytes(UTF_8).length <= LogLimits.LONGEST_LINE_BYTES);
    }

    @Test
    void replacesBytesThatAreNotText() throws Exception {
        Files.write(engineLog, "2026-01-01T00:00:00Z stdout F a".getBytes(UTF_8));
        Files.write(engineLog, new byte[] {(byte) 0xff, 'b', 7, '\n'}, StandardOpenOption.APPEND);

        assertThat(collected(EngineLogFormat.K8S_FILE)).containsExactly("a\uFFFDb\u0007");
    }

    @Test
    void tellsStreamsTimesAndRunsApart() throws Exception {
        append("2026-01-01T00:00:00.5+01:00 stderr F x\nnonsense\n2026-01-01T00:00:00Z stdout F \n");
        collect();

        var seen = new ArrayList<LogLine>();
        store.reader(instance).read(EVERYTHING, seen::add);
        assertThat(seen)
                .containsExactly(
                        new LogLine(1_767_222_000_500L, LogLine.Stream.STDERR, 1, "x"),
                        new LogLine(1_767_225_600_000L, LogLine.Stream.STDOUT, 1, ""));
        assertThat(lines(new LogQuery(Optional.empty(), Optional.of(1_767_222_000_501L), false)))
                .containsExactly("");
        assertThat(lines(new LogQuery(Optional.of(0), Optional.empty(), false))).isEmpty();
    }

    @Test
    void givesTheDiskSpaceOfWhatItCopiedBack() throws Exception {
        var filler = "x".repeat(1_000);
        var lines = new StringBuilder();
        IntStream.range(0, 10_000).forEach(number -> lines.append(k8s("stdout", "F", filler)));
        append(lines.toString());
        collector.add(HANDLE, instance, FENCE, engineLog, EngineLogFormat.K8S_FILE);

        await().untilAsserted(() -> assertThat(diskBytes(engineLog)).isLessThan(2 * 1024 * 1024));
        assertThat(Files.size(engineLog)).isGreaterThan(10_000_000);
        append(k8s("stdout", "F", "end"));
        collector.finish(HANDLE);
        assertThat(lines(new LogQuery(Optional.of(1), Optional.empty(), false))).containsExactly("end");
    }

    @Test
    void beginsAgainWhenTheEngineTruncatedItsFile() throws Exception {
        append(k8s("stdout", "F", "a long line before"));
        collector.add(HANDLE, instance, FENCE, engineLog, EngineLogFormat.K8S_FILE);
        await().untilAsserted(() -> assertThat(lines(EVERYTHING)).hasSize(1));
        Files.writeString(engineLog, k8s("stdout", "F", "after"));

        await().untilAsserted(() -> assertThat(lines(EVERYTHING)).containsExactly("a long line before", "after"));
    }

    /** AssertJ's own comparison of lists this long takes minutes when they differ. */
    private static void assertSame(List<String> found, List<String> wanted) {
        var same = 0;
        while (same < Math.min(found.size(), wanted.size()) && found.get(same).equals(wanted.get(same))) {
            same++;
        }
        assertThat(found.subList(same, Math.min(same + 5, found.size())))
                .as("lines that differ behind %d same ones", same)
                .isEqualTo(wanted.subList(same, Math.min(same + 5, wanted.size())));
        assertThat(found).hasSameSizeAs(wanted);
    }

    /** Renames the file now and then, as Docker's rotation does; ten generations stay. */
    private void writeMany(EngineLogFormat format) {
        try {
            for (var part = 0; part < 10; part++) {
                try (OutputStream out = new BufferedOutputStream(
                        Files.newOutputStream(engineLog, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
                    for (var number = part * MANY / 10 + 1; number <= (part + 1) * MANY / 10; number++) {
                        var stream = number % 7 == 0 ? "stderr" : "stdout";
                        out.write(entry(format, stream, "line " + number).getBytes(UTF_8));
                    }
                }
                Thread.sleep(20);
                for (var age = part; age > 0; age--) {
                    Files.move(
                            engineLog.resolveSibling("ctr.log." + age),
                            engineLog.resolveSibling("ctr.log." + (age + 1)));
                }
                Files.move(engineLog, engineLog.resolveSibling("ctr.log.1"));
            }
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String entry(EngineLogFormat format, String stream, String text) {
        return switch (format) {
            case K8S_FILE -> k8s(stream, "F", text);
            case JSON_FILE ->
                "{\"log\":\"%s\\n\",\"stream\":\"%s\",\"time\":\"2026-01-01T00:00:00Z\"}\n".formatted(text, stream);
            case CONSOLE -> text + "\r\n";
        };
    }

    private static String k8s(String stream, String tag, String text) {
        return Instant.now() + " " + stream + " " + tag + " " + text + "\n";
    }

    private static LogLine line(String text) {
        return new LogLine(0, LogLine.Stream.STDOUT, 1, text);
    }

    private static List<String> numbered(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> "line " + number)
                .toList();
    }

    private void append(String entries) throws IOException {
        Files.writeString(engineLog, entries, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void collect() {
        collector.add(HANDLE, instance, FENCE, engineLog, EngineLogFormat.K8S_FILE);
        collector.finish(HANDLE);
    }

    private List<String> collected(EngineLogFormat format) throws InterruptedException {
        collector.add(HANDLE, instance, FENCE, engineLog, format);
        collector.finish(HANDLE);
        return lines(EVERYTHING);
    }

    private List<String> lines(LogQuery query) throws InterruptedException {
        var seen = new ArrayList<String>();
        store.reader(instance).read(query, line -> seen.add(line.text()));
        return seen;
    }

    private void follow(List<String> seen) {
        try {
            store.reader(instance).read(FOLLOW, line -> seen.add(line.text()));
        } catch (InterruptedException left) {
            Thread.currentThread().interrupt();
        }
    }

    private static long diskBytes(Path file) throws Exception {
        var du = new ProcessBuilder("du", "-B1", file.toString()).start();
        return Long.parseLong(new String(du.getInputStream().readAllBytes(), UTF_8).split("\t", -1)[0]);
    }
}
