package holm.persistence;

import static holm.persistence.counter.CounterNode.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import holm.domain.RefusalException;
import holm.persistence.counter.CounterCommand;
import holm.persistence.counter.CounterEntity;
import holm.persistence.counter.CounterNode;
import holm.persistence.counter.CounterState;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** What every database must do for a tier; each of them has a subclass. */
abstract class StoreContract {
    /** The same place in each call of one test, a fresh one in each test. */
    abstract StoreSettings settings();

    @Test
    void keepsWhatEntitiesAcknowledged() throws Exception {
        try (var node = CounterNode.start(settings())) {
            var counter = node.counter("a");
            var last = of(addMany(node, counter, 950));
            assertThat(last).isEqualTo(Done.getInstance());
            assertThat(node.store()
                            .rows()
                            .find(CounterEntity.TYPE, "a")
                            .orElseThrow()
                            .sequence())
                    .isEqualTo(950);
        }
        try (var node = CounterNode.start(settings())) {
            assertThat(of(node.get(node.counter("a")))).isEqualTo(1_900);
            assertThat(node.store().feed().newest()).isEqualTo(950);
        }
    }

    @Test
    void deletesEventsThatTwoSnapshotsMadeUnnecessary() throws Exception {
        try (var node = CounterNode.start(settings())) {
            of(addMany(node, node.counter("a"), 1_000));
            await().until(() -> count(node.store(), "event_journal") <= 210);
            assertThat(count(node.store(), "snapshot")).isBetween(1L, 3L);
        }
    }

    @Test
    void answersARefusalAsAValue() throws Exception {
        try (var node = CounterNode.start(settings())) {
            var counter = node.counter("a");
            assertThatThrownBy(() -> of(node.add(counter, CounterState.MOST + 1)))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            RefusalException.class,
                            e -> assertThat(e.refusal().code()).isEqualTo("too-much"));
            assertThat(of(node.get(counter))).isZero();
        }
    }

    @Test
    void showsEachAcknowledgedChangeInItsRow() throws Exception {
        try (var node = CounterNode.start(settings())) {
            var counter = node.counter("a");
            for (var i = 1; i <= 50; i++) {
                of(node.add(counter, 1));
                assertThat(node.store()
                                .rows()
                                .find(CounterEntity.TYPE, "a")
                                .orElseThrow()
                                .sequence())
                        .isEqualTo(i);
            }
        }
    }

    @Test
    void rewritesARowThatIsBehindWhenItsEntityWakes() throws Exception {
        try (var node = CounterNode.start(settings())) {
            of(node.add(node.counter("a"), 5));
            node.store()
                    .database()
                    .transaction(connection -> connection.createStatement().executeUpdate("DELETE FROM entity_row"));
        }
        try (var node = CounterNode.start(settings())) {
            assertThat(node.store().rows().find(CounterEntity.TYPE, "a")).isEmpty();
            of(node.get(node.counter("a")));
            assertThat(text(node.store().rows().find(CounterEntity.TYPE, "a"))).isEqualTo("{\"total\":5}");
        }
    }

    @Test
    void findsEntitiesWhoseRowDoesNotShowTheirNewestEvent() throws Exception {
        try (var node = CounterNode.start(settings())) {
            of(node.add(node.counter("listed"), 1));
            var behind = node.counter("behind");
            of(node.add(behind, 1));
            of(node.delete(node.counter("deleted")));
            var store = node.store();
            var lastWords = Set.of("counter-deleted-v1");
            assertThat(store.unlisted(lastWords)).isEmpty();
            of(store.rows().delete(CounterEntity.TYPE, "behind", Long.MAX_VALUE, List.of()));
            assertThat(store.unlisted(lastWords)).containsExactly(new EntityKey(CounterEntity.TYPE, "behind"));
        }
    }

    @Test
    void takesTheRowOfADeletedEntityAway() throws Exception {
        try (var node = CounterNode.start(settings())) {
            var counter = node.counter("a");
            of(node.add(counter, 5));
            of(node.delete(counter));
            assertThat(node.store().rows().list(CounterEntity.TYPE)).isEmpty();
        }
        try (var node = CounterNode.start(settings())) {
            assertThat(node.store().rows().list(CounterEntity.TYPE)).isEmpty();
        }
    }

    @Test
    void stopsAnIdleEntityWithoutLoss() throws Exception {
        try (var node = CounterNode.start(settings())) {
            var counter = node.counter("a");
            of(node.add(counter, 5));
            var probe = node.kit().createTestProbe();
            counter.tell(new CounterCommand.Stop());
            probe.expectTerminated(counter);
            assertThat(of(node.get(node.counter("a")))).isEqualTo(5);
        }
    }

    @Test
    void neverReplacesANewerRowByAnOlder() throws Exception {
        try (var store = Store.open(settings())) {
            of(store.rows().upsert(row("a", 7, "new"), List.of()));
            of(store.rows().upsert(row("a", 6, "old"), List.of()));
            assertThat(text(store.rows().find("test", "a"))).isEqualTo("new");
            of(store.rows().delete("test", "a", 6, List.of()));
            assertThat(store.rows().find("test", "a")).isPresent();
        }
        try (var store = Store.open(settings())) {
            assertThat(text(store.rows().find("test", "a"))).isEqualTo("new");
        }
    }

    @Test
    void listsRowsByOwner() throws Exception {
        try (var store = Store.open(settings())) {
            of(store.rows().upsert(new EntityRow("test", "b", 1, "one", bytes("b")), List.of()));
            of(store.rows().upsert(new EntityRow("test", "a", 1, "one", bytes("a")), List.of()));
            of(store.rows().upsert(new EntityRow("test", "c", 1, "two", bytes("c")), List.of()));
            of(store.rows().upsert(new EntityRow("test", "b", 2, "two", bytes("b")), List.of()));
        }
        try (var store = Store.open(settings())) {
            assertThat(store.rows().listByOwner("test", "one"))
                    .extracting(EntityRow::id)
                    .containsExactly("a");
            assertThat(store.rows().listByOwner("test", "two"))
                    .extracting(EntityRow::id)
                    .containsExactly("b", "c");
            assertThat(store.rows().list("test")).extracting(EntityRow::id).containsExactly("a", "b", "c");
        }
    }

    @Test
    void completesWritesOfOneRowInOrder() throws Exception {
        try (var store = Store.open(settings())) {
            var order = new ArrayList<Integer>();
            var all = new ArrayList<CompletableFuture<Void>>();
            for (var i = 1; i <= 500; i++) {
                var number = i;
                all.add(store.rows()
                        .upsert(row("a", i, "v" + i), List.of())
                        .thenRun(() -> order.add(number))
                        .toCompletableFuture());
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
            assertThat(order).isSorted().hasSize(500);
        }
    }

    @Test
    void leavesAnImpossibleRowOutAndWritesTheOthers() throws Exception {
        try (var store = Store.open(settings())) {
            var tooLong = store.rows().upsert(new EntityRow("kind".repeat(50), "a", 1, "", bytes("x")), List.of());
            var fine = store.rows().upsert(row("a", 1, "fine"), List.of());
            assertThat(of(fine)).isEqualTo(Done.getInstance());
            assertThat(tooLong.toCompletableFuture()).isCompletedExceptionally();
            assertThat(store.health()).isEqualTo(new Health.Up());
        }
    }

    @Test
    void numbersTheFeedAndTellsIt() throws Exception {
        try (var store = Store.open(settings())) {
            var heard = new ArrayList<Long>();
            var subscription = store.feed().onNew(stored -> heard.add(stored.id()));
            of(store.rows().upsert(row("a", 1, "x"), List.of(entry("one"), entry("two"))));
            assertThat(heard).containsExactly(1L, 2L);
            subscription.close();
            of(store.rows().upsert(row("a", 2, "x"), List.of(entry("three"))));
            assertThat(heard).hasSize(2);
        }
        try (var store = Store.open(settings())) {
            assertThat(store.feed().newest()).isEqualTo(3);
            assertThat(store.feed().after(1, 10))
                    .extracting(stored -> stored.entry().subject())
                    .containsExactly("two", "three");
            assertThat(store.feed().after(0, 1)).hasSize(1);
        }
    }

    @Test
    void keepsTheFeedBounded() throws Exception {
        try (var store = Store.open(settings())) {
            for (var i = 0; i < 30; i++) {
                of(store.rows()
                        .upsert(
                                row("a", i, "x"),
                                IntStream.range(0, 400)
                                        .mapToObj(n -> entry("n" + n))
                                        .toList()));
            }
            assertThat(count(store, "event_feed")).isBetween(10_000L, 10_900L);
            assertThat(store.feed().after(0, 1).getFirst().id())
                    .isEqualTo(store.feed().oldest());
            assertThat(store.feed().newest()).isEqualTo(12_000);
        }
    }

    @Test
    void aWatcherThatFailsKeepsNobodyFromWriting() throws Exception {
        try (var store = Store.open(settings())) {
            store.rows().watch("test", _ -> {
                throw new IllegalStateException("a defect");
            });
            of(store.rows().upsert(row("a", 1, "x"), List.of()));
            of(store.rows().upsert(row("b", 1, "y"), List.of()));
            assertThat(store.rows().list("test")).extracting(EntityRow::id).containsExactly("a", "b");
        }
    }

    @Test
    void raisesTheGenerationAtEachOpening() throws Exception {
        for (var expected = 1; expected <= 3; expected++) {
            try (var store = Store.open(settings())) {
                assertThat(store.generation()).isEqualTo(expected);
            }
        }
    }

    @Test
    void remembersFacts() throws Exception {
        try (var store = Store.open(settings())) {
            assertThat(store.fact("installation")).isEmpty();
            store.remember("installation", "one");
            store.remember("installation", "two");
        }
        try (var store = Store.open(settings())) {
            assertThat(store.fact("installation")).contains("two");
        }
    }

    @Test
    void refusesASecondOpening() throws Exception {
        try (var _ = Store.open(settings())) {
            assertThatThrownBy(() -> Store.open(settings()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("in use by another Holm")
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
        Store.open(settings()).close();
    }

    @Test
    void refusesADatabaseOfANewerHolm() throws Exception {
        try (var store = Store.open(settings())) {
            store.database()
                    .transaction(connection ->
                            connection.createStatement().executeUpdate("UPDATE schema_version SET version = 99"));
        }
        assertThatThrownBy(() -> Store.open(settings()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("newer Holm");
    }

    @Test
    void opensADatabaseOfBeforeWakeUpsWentAway() throws Exception {
        try (var store = Store.open(settings())) {
            of(store.rows().upsert(row("a", 1, "x"), List.of()));
            store.database().transaction(connection -> {
                connection.createStatement().execute("CREATE TABLE wakeup (id VARCHAR(255) PRIMARY KEY)");
                return connection.createStatement().executeUpdate("UPDATE schema_version SET version = 2");
            });
        }
        for (var opening = 0; opening < 2; opening++) {
            try (var store = Store.open(settings())) {
                assertThat(store.rows().list("test")).hasSize(1);
                assertThatThrownBy(() -> count(store, "wakeup")).isInstanceOf(SQLException.class);
                // As if it had been killed between the two halves of the migration.
                store.database()
                        .transaction(connection ->
                                connection.createStatement().executeUpdate("UPDATE schema_version SET version = 2"));
            }
        }
    }

    @Test
    void rollsAFailedTransactionBack() throws Exception {
        try (var store = Store.open(settings())) {
            assertThatThrownBy(() -> store.database().transaction(connection -> {
                        connection
                                .createStatement()
                                .executeUpdate("INSERT INTO meta (name, content) VALUES ('half', 'done')");
                        throw new SQLException("changed my mind");
                    }))
                    .hasMessage("changed my mind");
            assertThat(store.fact("half")).isEmpty();
        }
    }

    @Test
    void takesAnApplicationsNameOnlyOnce() throws Exception {
        try (var store = Store.open(settings())) {
            store.database().transaction(connection -> insertApplication(connection, "a"));
            assertThatThrownBy(() -> store.database().transaction(connection -> insertApplication(connection, "b")))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).startsWith("23"));
        }
    }

    private static int insertApplication(Connection connection, String id) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO application (id, owner, name, namespace, description, state, document, created)"
                        + " VALUES (?, 'Admin', 'shop', 'prod', '', 'CREATING', '{}', 0)")) {
            insert.setString(1, id);
            return insert.executeUpdate();
        }
    }

    static CompletionStage<Done> addMany(CounterNode node, ActorRef<CounterCommand> counter, int times) {
        for (var i = 1; i < times; i++) {
            counter.tell(new CounterCommand.Add(2, node.kit().system().ignoreRef()));
        }
        return node.add(counter, 2);
    }

    static long count(Store store, String table) throws SQLException {
        return store.database().transaction(connection -> {
            try (var rows = connection.createStatement().executeQuery("SELECT COUNT(*) FROM " + table)) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private static EntityRow row(String id, long sequence, String view) {
        return new EntityRow("test", id, sequence, "", bytes(view));
    }

    private static FeedEntry entry(String subject) {
        return new FeedEntry("test", subject, "{}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Optional<EntityRow> row) {
        return new String(row.orElseThrow().view(), StandardCharsets.UTF_8);
    }
}
