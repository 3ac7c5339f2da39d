package holm.runtimes.container;

import static org.assertj.core.api.Assertions.assertThat;

import holm.runtimes.container.ImageLedger.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageLedgerTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void place() {
        file = directory.resolve("images.json");
    }

    @Test
    void remembersUsesOverARestart() {
        at(NOON).add("nginx:1", "sha256:abc");
        at(NOON.plus(Duration.ofHours(1))).use("nginx:1");

        assertThat(at(NOON).entries())
                .containsOnly(java.util.Map.entry(
                        "nginx:1",
                        new Entry("abc", NOON.plus(Duration.ofHours(1)).toEpochMilli())));
    }

    @Test
    void knowsNothingOfImagesThatOthersBrought() {
        var ledger = at(NOON);
        ledger.use("postgres:17");

        assertThat(ledger.entries()).isEmpty();
    }

    @Test
    void forgetsWhatWasRemoved() {
        var ledger = at(NOON);
        ledger.add("nginx:1", "abc");
        ledger.remove("nginx:1");

        assertThat(ledger.entries()).isEmpty();
        assertThat(at(NOON).entries()).isEmpty();
    }

    @Test
    void beginsAnewWhenItsFileIsBroken() throws Exception {
        Files.writeString(file, "{\"nginx:1\":");

        var ledger = at(NOON);
        assertThat(ledger.entries()).isEmpty();
        ledger.add("nginx:1", "abc");
        assertThat(at(NOON).entries()).containsOnlyKeys("nginx:1");
    }

    private ImageLedger at(Instant now) {
        return ImageLedger.open(file, Clock.fixed(now, ZoneOffset.UTC));
    }
}
