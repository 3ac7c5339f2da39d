package holm.persistence;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happened lately, numbered without gaps from 1. Bounded: the oldest entries go. Thread-safe. */
public final class EventFeed {
    /** About a day of a busy device, some megabytes; a reader who was away longer reads the lists again. */
    public static final int DEFAULT_BOUND = 10_000;

    /** Pruning in steps costs one DELETE for each so many entries. */
    private static final int PRUNE_EVERY = 500;

    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

    /**
     * @param id from 1 upward; a reader resumes after the last one it saw
     * @param at when it became durable, milliseconds count
     */
    public record Stored(long id, Instant at, FeedEntry entry) {}

    private final Database database;
    private final ListTables tables;
    private final int bound;
    private final List<Consumer<Stored>> subscribers = new CopyOnWriteArrayList<>();
    private volatile long oldest;
    private volatile long newest;

    EventFeed(Database database, ListTables tables, int bound, long oldest, long newest) {
        this.database = database;
        this.tables = tables;
        this.bound = bound;
        this.oldest = oldest;
        this.newest = newest;
    }

    /**
     * @param id 0 for the beginning
     * @return up to {@code limit} entries after it, oldest first; blocks for one query
     */
    public List<Stored> after(long id, int limit) throws SQLException {
        return id >= newest ? List.of() : database.transaction(connection -> tables.feedAfter(connection, id, limit));
    }

    /** @return the number of the newest entry; 0 when there never was one */
    public long newest() {
        return newest;
    }

    /** @return the number of the oldest entry that is still kept; a reader that resumes before it has missed some */
    public long oldest() {
        return oldest;
    }

    /**
     * Calls {@code reader} with each new entry, in order, once it is durable. On the writer's thread: it must not block. To miss
     * nothing, subscribe first, then read {@link #after}, then skip what came twice.
     */
    public Subscription onNew(Consumer<Stored> reader) {
        subscribers.add(reader);
        return () -> subscribers.remove(reader);
    }

    /** Gives numbers; asked again with the same entries after a failed commit, it gives the same. */
    List<Stored> number(List<FeedEntry> entries, Instant at) {
        var stored = new ArrayList<Stored>(entries.size());
        for (var entry : entries) {
            stored.add(new Stored(newest + 1 + stored.size(), at, entry));
        }
        return stored;
    }

    /** @return below which number entries are deleted with this append; 0 for none */
    long oldestToKeep(List<Stored> appended) {
        if (appended.isEmpty()) {
            return 0;
        }
        var keep = appended.getLast().id() - bound + 1;
        return keep - oldest >= PRUNE_EVERY ? keep : 0;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the writer's thread changes them
    void published(List<Stored> appended) {
        if (appended.isEmpty()) {
            return;
        }
        var pruned = oldestToKeep(appended);
        oldest = pruned > 0 ? pruned : Math.max(oldest, 1);
        newest = appended.getLast().id();
        for (var subscriber : subscribers) {
            try {
                appended.forEach(subscriber);
            } catch (RuntimeException e) {
                LOG.warn("a reader of the event feed failed", e);
            }
        }
    }
}
