package holm.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes list rows and feed entries: everything that waits goes into one transaction. While the
 * database is away it keeps trying, and whoever waits keeps waiting; that is bounded by the number of entities, because an entity
 * cannot persist more meanwhile. Memory copies change, and waiters are told, only after the commit is durable.
 */
final class ListWriter implements AutoCloseable {
    /** Beyond it one transaction gains nothing any more. */
    private static final int MOST_IN_ONE_TRANSACTION = 2_000;

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(2);
    private static final Duration GOODBYE = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(ListWriter.class);

    /** What happens to one row. Of two for one row, the later replaces the earlier. */
    sealed interface Write {
        Key key();

        record Upsert(EntityRow row) implements Write {
            @Override
            public Key key() {
                return new Key(row.kind(), row.id());
            }
        }

        /** @param sequence a row with a larger one stays */
        record Remove(String kind, String id, long sequence) implements Write {
            @Override
            public Key key() {
                return new Key(kind, id);
            }
        }
    }

    record Key(String kind, String id) {}

    private record Waiting(@Nullable Write write, List<FeedEntry> entries, CompletableFuture<Done> done) {}

    private final Database database;
    private final ListTables tables;
    private final EventFeed feed;
    private final Consumer<Write> applied;
    private final Clock clock;
    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable String trouble;

    ListWriter(
            String name, Database database, ListTables tables, EventFeed feed, Consumer<Write> applied, Clock clock) {
        this.database = database;
        this.tables = tables;
        this.feed = feed;
        this.applied = applied;
        this.clock = clock;
        thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /** @return completes on the writer's thread, in the order of submission, once durable; fails only when the store is closed, the row is impossible, or by a defect */
    CompletionStage<Done> submit(@Nullable Write write, List<FeedEntry> entries) {
        var done = new CompletableFuture<Done>();
        if (closed) {
            done.completeExceptionally(new IllegalStateException("the store is closed"));
        } else {
            queue.add(new Waiting(write, List.copyOf(entries), done));
        }
        return done;
    }

    /** @return why the last transaction failed, or null */
    @Nullable
    String trouble() {
        return trouble;
    }

    /** Writes what waits, if it can within some seconds. */
    @Override
    public void close() {
        closed = true;
        queue.add(new Waiting(null, List.of(), new CompletableFuture<>()));
        try {
            thread.join(GOODBYE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var batch = new ArrayList<Waiting>();
        try {
            while (!closed || !queue.isEmpty()) {
                batch.add(queue.take());
                queue.drainTo(batch, MOST_IN_ONE_TRANSACTION - 1);
                attempt(batch);
                batch.clear();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** A defect costs those who wait for this batch an answer, and nobody else: without this thread no tier answers anything. */
    private void attempt(List<Waiting> batch) throws InterruptedException {
        try {
            write(batch);
        } catch (RuntimeException defect) {
            LOG.error("list rows cannot be written in a way that the database does not state", defect);
            batch.forEach(one -> one.done().completeExceptionally(defect));
        }
    }

    private void write(List<Waiting> batch) throws InterruptedException {
        var pause = FIRST_RETRY;
        while (true) {
            try {
                commit(batch);
                trouble = null;
                return;
            } catch (SQLException e) {
                if (isDatasFault(e)) {
                    oneByOne(batch);
                    return;
                }
                if (trouble == null) {
                    LOG.warn("list rows cannot be written, trying again: {}", e.getMessage());
                }
                trouble = "list rows cannot be written: " + e.getMessage();
                if (closed) {
                    batch.forEach(one -> one.done().completeExceptionally(e));
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                pause = pause.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : pause.multipliedBy(2);
            }
        }
    }

    /** SQL's classes 22 (data) and 23 (constraint): trying again would fail for ever and hold everybody up. */
    private static boolean isDatasFault(SQLException e) {
        var state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private void oneByOne(List<Waiting> batch) throws InterruptedException {
        for (var one : batch) {
            if (batch.size() > 1) {
                write(List.of(one));
            } else {
                LOG.error("a list row is impossible and was left out: {}", one.write());
                one.done().completeExceptionally(new IllegalArgumentException("impossible row: " + one.write()));
            }
        }
    }

    private void commit(List<Waiting> batch) throws SQLException {
        var newest = new LinkedHashMap<Key, Write>();
        var entries = new ArrayList<FeedEntry>();
        for (var one : batch) {
            if (one.write() != null) {
                newest.merge(one.write().key(), one.write(), ListWriter::later);
            }
            entries.addAll(one.entries());
        }
        var stored = feed.number(entries, clock.instant());
        if (!newest.isEmpty() || !stored.isEmpty()) {
            database.transaction(connection -> {
                writeAll(connection, newest.values(), stored);
                return Done.getInstance();
            });
        }
        newest.values().forEach(applied);
        feed.published(stored);
        batch.forEach(one -> one.done().complete(Done.getInstance()));
    }

    private void writeAll(Connection connection, Collection<Write> writes, List<EventFeed.Stored> entries)
            throws SQLException {
        tables.write(connection, writes);
        tables.append(connection, entries, feed.oldestToKeep(entries));
    }

    /** Of two for one row in one batch: the later, unless the earlier shows a newer state. */
    private static Write later(Write earlier, Write later) {
        return sequence(earlier) > sequence(later) ? earlier : later;
    }

    private static long sequence(Write write) {
        return switch (write) {
            case Write.Upsert(var row) -> row.sequence();
            case Write.Remove remove -> remove.sequence();
        };
    }
}
