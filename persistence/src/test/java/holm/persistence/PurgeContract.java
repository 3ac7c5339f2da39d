package holm.persistence;

import static holm.persistence.StoreContract.addMany;
import static holm.persistence.StoreContract.count;
import static holm.persistence.counter.CounterNode.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.persistence.counter.CounterEntity;
import holm.persistence.counter.CounterNode;
import holm.persistence.counter.CounterState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How every database forgets who is gone. */
abstract class PurgeContract {
    private static final Map<String, Remains> LAST_WORDS = Map.of("counter-deleted-v1", Remains.NOTHING);

    /** The same place in each call of one test, a fresh one in each test. */
    abstract StoreSettings settings();

    @Test
    void removesEverythingOfWhoIsGoneAndLetsOthersBe() throws Exception {
        try (var node = CounterNode.start(settings())) {
            var gone = node.counter("gone");
            of(addMany(node, gone, 250));
            of(node.delete(gone));
            of(addMany(node, node.counter("alive"), 250));

            purge(node.store(), Remains.NOTHING);

            assertThat(events(node.store(), "gone")).isZero();
            assertThat(snapshots(node.store(), "gone")).isZero();
            assertThat(node.store().unlisted(LAST_WORDS.keySet())).isEmpty();
        }
        try (var node = CounterNode.start(settings())) {
            assertThat(of(node.get(node.counter("alive")))).isEqualTo(500);
            assertThat(of(node.get(node.counter("gone")))).isZero();
        }
    }

    @Test
    void keepsTheLastWordOfWhoMustBeKnownToBeGone() throws Exception {
        var keeping = Map.of("counter-deleted-v1", Remains.LAST_WORD);
        try (var node = CounterNode.start(settings())) {
            var gone = node.counter("gone");
            of(addMany(node, gone, 250));
            of(node.delete(gone));

            purge(node.store(), Remains.LAST_WORD);

            assertThat(events(node.store(), "gone")).isOne();
            assertThat(snapshots(node.store(), "gone")).isZero();
            assertThat(gone(node.store(), keeping)).as("nothing is left to do").isEmpty();
        }
        try (var node = CounterNode.start(settings())) {
            assertThat(of(node.get(node.counter("gone")))).isEqualTo(CounterState.DELETED);
            assertThat(node.store().unlisted(LAST_WORDS.keySet())).isEmpty();
        }
    }

    @Test
    void keepsEverythingForAWhile() throws Exception {
        try (var node = CounterNode.start(settings())) {
            var began = System.currentTimeMillis();
            of(node.delete(node.counter("gone")));

            assertThat(gone(node.store(), LAST_WORDS, began)).isEmpty();
            assertThat(gone(node.store(), LAST_WORDS)).hasSize(1);
        }
    }

    @Test
    void keepsEverythingOfWhoBeganAnewInTheMeantime() throws Exception {
        try (var node = CounterNode.start(settings())) {
            var counter = node.counter("back");
            of(addMany(node, counter, 250));
            of(node.delete(counter));
            var found = gone(node.store(), LAST_WORDS);
            of(node.add(counter, 7));
            var before = events(node.store(), "back");

            int removed = node.store().database().transaction(connection -> JournalPurge.purge(connection, found));
            assertThat(removed).isZero();
            assertThat(events(node.store(), "back")).isEqualTo(before);
        }
        try (var node = CounterNode.start(settings())) {
            assertThat(of(node.get(node.counter("back")))).isEqualTo(7);
        }
    }

    @Test
    void removesInTheBackgroundWhatIsGoneForLong() throws Exception {
        try (var node = CounterNode.start(settings())) {
            for (var i = 0; i < 120; i++) {
                of(node.delete(node.counter("c" + i)));
            }
            of(node.add(node.counter("alive"), 1));
            node.kit().spawn(PurgeLoop.create(node.store(), LAST_WORDS, Duration.ofMillis(100), Clock.systemUTC()));
            await().atMost(Duration.ofSeconds(30)).until(() -> count(node.store(), "event_journal") == 1);
        }
    }

    @Test
    void removesAllOrNothingOfAnEntityEvenWhenItIsKilledInTheMiddle() throws Exception {
        var removed = 5;
        removeSomeAndBeKilled(removed);
        try (var node = CounterNode.start(settings())) {
            var left = 0;
            for (var i = 0; i < PurgedNode.COUNTERS; i++) {
                var isLeft = events(node.store(), "c" + i) > 0;
                left += isLeft ? 1 : 0;
                assertThat(snapshots(node.store(), "c" + i) > 0).isEqualTo(isLeft);
                assertThat(of(node.get(node.counter("c" + i))))
                        .as("nobody lives again")
                        .isEqualTo(isLeft ? CounterState.DELETED : 0);
            }
            assertThat(left).isEqualTo(PurgedNode.COUNTERS - removed);
        }
    }

    /** Kills it after it has removed one more, and before it has said so to the database. */
    private void removeSomeAndBeKilled(int removed) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-cp",
                KillTest.classPath(),
                PurgedNode.class.getName(),
                settings().tier()));
        settings().dataDirectory().ifPresent(directory -> command.add(directory.toString()));
        Stream.of(settings().jdbcUrl(), settings().user(), settings().password())
                .flatMap(Optional::stream)
                .forEach(command::add);
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = process.inputReader();
                var go = process.outputWriter()) {
            var seen = 0;
            for (var line = lines.readLine(); line != null && seen <= removed; line = lines.readLine()) {
                if (line.startsWith(PurgedNode.REMOVING)) {
                    seen++;
                    if (seen <= removed) {
                        go.write("go\n");
                        go.flush();
                    } else {
                        process.toHandle().destroyForcibly();
                    }
                }
            }
            assertThat(seen).isEqualTo(removed + 1);
        }
        process.waitFor();
    }

    private static List<JournalPurge.Gone> gone(Store store, Map<String, Remains> lastWords) throws SQLException {
        return gone(store, lastWords, Long.MAX_VALUE);
    }

    private static List<JournalPurge.Gone> gone(Store store, Map<String, Remains> lastWords, long beforeMillis)
            throws SQLException {
        return store.database()
                .transaction(connection -> JournalPurge.gone(connection, lastWords, beforeMillis, 1_000));
    }

    private static void purge(Store store, Remains remains) throws SQLException {
        var gone = gone(store, Map.of("counter-deleted-v1", remains));
        assertThat(gone).hasSize(1);
        store.database().transaction(connection -> JournalPurge.purge(connection, gone));
    }

    private static long events(Store store, String id) throws SQLException {
        return count(store, "event_journal WHERE persistence_id = '" + CounterEntity.TYPE + "|" + id + "'");
    }

    private static long snapshots(Store store, String id) throws SQLException {
        return count(store, "snapshot WHERE persistence_id = '" + CounterEntity.TYPE + "|" + id + "'");
    }
}
