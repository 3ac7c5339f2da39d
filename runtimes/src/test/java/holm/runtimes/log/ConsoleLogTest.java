package holm.runtimes.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.message.LogQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A guest's console has neither times nor lines, but for what the guest makes of it. */
@Timeout(60)
class ConsoleLogTest {
    private static final InstanceId INSTANCE = new InstanceId(new ServiceId("cccccccccccccccccccccccc"), 0);

    @TempDir
    private Path directory;

    private SegmentStore store;
    private LogCollector collector;

    @BeforeEach
    void open() {
        store = new SegmentStore(directory.resolve("logs"), LogLimits.DEFAULT);
        collector = new LogCollector(store);
    }

    @AfterEach
    void close() {
        collector.close();
        store.close();
    }

    @Test
    void takesTheLineEndsOfTerminals() throws Exception {
        write("one\r\ntwo\n\r\nover\rwritten\r\n");

        assertThat(finished()).containsExactly("one", "two", "", "over\rwritten");
    }

    @Test
    void keepsWhatWasSaidWithoutALineEnd() throws Exception {
        write("ready\r\nlogin: ");

        assertThat(finished()).containsExactly("ready", "login: ");
    }

    @Test
    void showsAPromptAfterAWhile() throws Exception {
        write("login: ");
        add();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(lines()).containsExactly("login: "));
    }

    @Test
    void putsALineTogetherThatWasWrittenInPiecesOverARestart() throws Exception {
        add();
        write("half a ");
        close();
        open();
        write("line\r");
        add();
        write("\n");

        assertThat(finished()).containsExactly("half a line");
    }

    private void write(String text) throws IOException {
        Files.writeString(console(), text, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void add() {
        collector.add("handle", INSTANCE, new Fence(1, 1, 1), console(), EngineLogFormat.CONSOLE);
    }

    private List<String> finished() throws InterruptedException {
        add();
        collector.finish("handle");
        return lines();
    }

    private List<String> lines() throws InterruptedException {
        var seen = new ArrayList<String>();
        store.reader(INSTANCE)
                .read(new LogQuery(Optional.empty(), Optional.empty(), false), line -> seen.add(line.text()));
        return seen;
    }

    private Path console() {
        return directory.resolve("console");
    }
}
