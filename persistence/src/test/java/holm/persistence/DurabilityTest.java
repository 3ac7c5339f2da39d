package holm.persistence;

import static holm.persistence.counter.CounterNode.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import holm.persistence.counter.CounterEntity;
import holm.persistence.counter.CounterNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On an H2 file nothing is acknowledged before the disk has it, and nothing is read that the disk does not have. */
class DurabilityTest {
    private static final Duration LONG_ENOUGH_TO_SEE_A_MISTAKE = Duration.ofMillis(300);

    @TempDir
    Path directory;

    private final AtomicReference<TappedDisk> tapped = new AtomicReference<>();

    /** Every way in which the store writes. */
    enum Way {
        ENTITY(node -> node.add(node.counter("a"), 1)),
        ROW(node -> node.store().rows().upsert(new EntityRow("k", "a", 1, "", new byte[1]), List.of())),
        TRANSACTION(node -> node.store()
                .database()
                .async(connection -> connection.createStatement().executeUpdate("INSERT INTO meta VALUES ('a', 'b')"))),
        AUTO_COMMIT(node -> CompletableFuture.supplyAsync(() -> autoCommitted(node.store())));

        private final Function<CounterNode, CompletionStage<?>> write;

        Way(Function<CounterNode, CompletionStage<?>> write) {
            this.write = write;
        }
    }

    @ParameterizedTest
    @EnumSource
    void acknowledgesNothingBeforeTheSync(Way way) throws Exception {
        try (var node = CounterNode.over(open())) {
            var disk = tapped.get();
            var before = disk.syncs.get();
            disk.hold();
            var answer = way.write.apply(node).toCompletableFuture();
            await().until(disk::holdsSomeone);
            await().during(LONG_ENOUGH_TO_SEE_A_MISTAKE).until(() -> !answer.isDone());
            assertThat(node.store().rows().list("k")).isEmpty();
            disk.release();
            of(answer);
            assertThat(disk.syncs.get()).isGreaterThan(before);
        }
    }

    @Test
    void syncsLessOftenThanItCommits() throws Exception {
        try (var node = CounterNode.over(open())) {
            var before = tapped.get().syncs.get();
            var answers = new CompletableFuture<?>[400];
            for (var i = 0; i < answers.length; i++) {
                answers[i] = node.add(node.counter("c" + i), 1).toCompletableFuture();
            }
            of(CompletableFuture.allOf(answers));
            assertThat(tapped.get().syncs.get() - before).isBetween(2, 200);
        }
    }

    /** A copy of the file that is made right after the sync has what was acknowledged: nothing waits in H2's memory. */
    @Test
    void hasInTheFileWhatItAcknowledged() throws Exception {
        try (var node = CounterNode.over(open())) {
            var counter = node.counter("a");
            for (var i = 1; i <= 5; i++) {
                of(node.add(counter, 1));
                tapped.get().hold(); // H2's own writer may run, but no sync of ours
                var copy = Files.createDirectories(directory.resolve("copy" + i).resolve("root"));
                Files.copy(directory.resolve("root/holm.mv.db"), copy.resolve("holm.mv.db"));
                tapped.get().release();
                try (var asAfterPowerCut = Store.open(StoreSettings.inDirectory("root", copy.getParent()))) {
                    assertThat(asAfterPowerCut
                                    .rows()
                                    .find(CounterEntity.TYPE, "a")
                                    .orElseThrow()
                                    .sequence())
                            .isEqualTo(i);
                    assertThat(StoreContract.count(asAfterPowerCut, "event_journal"))
                            .isEqualTo(i);
                }
            }
        }
    }

    @Test
    void recoversByItselfAndKeepsWhatItAcknowledged() throws Exception {
        try (var node = CounterNode.over(open())) {
            var counter = node.counter("a");
            of(node.add(counter, 1));
            tapped.get().breakDown();
            var lost = node.add(counter, 10).toCompletableFuture();
            await().until(() -> !node.store().health().isUp());
            assertThat(node.store().health())
                    .isInstanceOfSatisfying(
                            Health.Down.class, down -> assertThat(down.reason()).contains("No space left"));
            assertThatThrownBy(() -> node.store().remember("x", "y")).isInstanceOf(SQLException.class);
            assertThat(lost).isNotDone();
            tapped.get().mend();
            await().until(() -> node.store().health().isUp());
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(
                                    node.get(counter).toCompletableFuture().get())
                            .isEqualTo(1));
            of(node.add(counter, 2));
            assertThat(of(node.get(counter))).isEqualTo(3);
        }
        try (var node = CounterNode.start(StoreSettings.inDirectory("root", directory))) {
            assertThat(of(node.get(node.counter("a")))).isEqualTo(3);
        }
    }

    /** With nothing written but before the database was thrown away, and committed after it was opened again. */
    @Test
    void acknowledgesNoTransactionOfTheDatabaseThatWasThrownAway() throws Exception {
        try (var store = open();
                var connection = store.pool().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO meta VALUES ('lost', '')");
            tapped.get().breakDown();
            assertThatThrownBy(() -> store.remember("x", "y")).isInstanceOf(SQLException.class);
            tapped.get().mend();
            await().untilAsserted(() -> assertThat(store.health()).isEqualTo(new Health.Up()));
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            assertThat(store.fact("lost")).isEmpty();
        }
    }

    @Test
    void saysThatTheDiskIsSlow() throws Exception {
        try (var store = open()) {
            tapped.get().hold();
            var write = store.database()
                    .async(connection ->
                            connection.createStatement().executeUpdate("INSERT INTO meta VALUES ('a', 'b')"));
            await().untilAsserted(() -> assertThat(store.health()).isInstanceOf(Health.Down.class));
            tapped.get().release();
            of(write);
            assertThat(store.health().isUp()).isTrue();
        }
    }

    private Store open() throws StoreException {
        return Store.open(StoreSettings.inDirectory("root", directory), disk -> {
            tapped.set(new TappedDisk(disk));
            return tapped.get();
        });
    }

    private static int autoCommitted(Store store) {
        try (var connection = store.pool().getConnection()) {
            return connection.createStatement().executeUpdate("INSERT INTO meta VALUES ('a', 'b')");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
