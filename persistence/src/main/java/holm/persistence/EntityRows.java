package holm.persistence;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list rows of all entities, readable without a query: a copy in memory, changed only after the change is durable. Whoever was
 * told that a write is done reads it. Thread-safe.
 */
public final class EntityRows {
    private static final Logger LOG = LoggerFactory.getLogger(EntityRows.class);

    /** Limits of the table's columns. */
    private static final int LONGEST_ID = 255;

    private record OwnerKey(String kind, String owner) {}

    private final ConcurrentHashMap<String, ConcurrentSkipListMap<String, EntityRow>> byKind =
            new ConcurrentHashMap<>();
    private final ConcurrentHashMap<OwnerKey, ConcurrentSkipListMap<String, EntityRow>> byOwner =
            new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Consumer<String>> watchers = new ConcurrentHashMap<>();
    private final BiFunction<ListWriter.Write, List<FeedEntry>, CompletionStage<Done>> writer;

    EntityRows(List<EntityRow> loaded, BiFunction<ListWriter.Write, List<FeedEntry>, CompletionStage<Done>> writer) {
        this.writer = writer;
        loaded.forEach(this::put);
    }

    /**
     * Replaces the row, if the stored one is older, and appends {@code entries} in the same transaction. Many are written together.
     *
     * @return done once durable and readable, in the order of the calls; while the database is away it waits, and fails only when
     *     the store closes first
     */
    public CompletionStage<Done> upsert(EntityRow row, List<FeedEntry> entries) {
        if (row.id().isEmpty() || row.id().length() > LONGEST_ID || row.owner().length() > LONGEST_ID) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "ids and owners have 1 to " + LONGEST_ID + " characters: " + row.id()));
        }
        return writer.apply(new ListWriter.Write.Upsert(row), entries);
    }

    /** Removes the row unless it shows a state after {@code sequence}; otherwise like {@link #upsert}. */
    public CompletionStage<Done> delete(String kind, String id, long sequence, List<FeedEntry> entries) {
        return writer.apply(new ListWriter.Write.Remove(kind, id, sequence), entries);
    }

    /**
     * To be called before anything is written.
     *
     * @param watcher hears the id of each row of this kind that was replaced or removed, once that can be read; on the writer's
     *     thread, so it must be quick
     */
    public void watch(String kind, Consumer<String> watcher) {
        watchers.merge(kind, watcher, Consumer::andThen);
    }

    public Optional<EntityRow> find(String kind, String id) {
        var rows = byKind.get(kind);
        return rows == null ? Optional.empty() : Optional.ofNullable(rows.get(id));
    }

    /** @return all of a kind, by id */
    public List<EntityRow> list(String kind) {
        return copy(byKind.get(kind));
    }

    /** @return all of a kind that belong to {@code owner}, by id */
    public List<EntityRow> listByOwner(String kind, String owner) {
        return copy(byOwner.get(new OwnerKey(kind, owner)));
    }

    /** On the writer's thread, after the commit. */
    void applied(ListWriter.Write write) {
        switch (write) {
            case ListWriter.Write.Upsert(var row) -> put(row);
            case ListWriter.Write.Remove(var kind, var id, var sequence) ->
                find(kind, id).filter(row -> row.sequence() <= sequence).ifPresent(row -> {
                    remove(row);
                    tell(row);
                });
        }
    }

    private void put(EntityRow row) {
        var before = find(row.kind(), row.id());
        if (before.isPresent() && before.get().sequence() >= row.sequence()) {
            return;
        }
        before.filter(old -> !old.owner().equals(row.owner())).ifPresent(this::remove);
        byKind.computeIfAbsent(row.kind(), _ -> new ConcurrentSkipListMap<>()).put(row.id(), row);
        byOwner.computeIfAbsent(new OwnerKey(row.kind(), row.owner()), _ -> new ConcurrentSkipListMap<>())
                .put(row.id(), row);
        tell(row);
    }

    private void remove(EntityRow row) {
        byKind.computeIfPresent(row.kind(), (_, rows) -> without(rows, row.id()));
        byOwner.computeIfPresent(new OwnerKey(row.kind(), row.owner()), (_, rows) -> without(rows, row.id()));
    }

    private void tell(EntityRow row) {
        var watcher = watchers.get(row.kind());
        if (watcher == null) {
            return;
        }
        try {
            watcher.accept(row.id());
        } catch (RuntimeException defect) {
            LOG.error("whoever watches {} failed at {}; the row is written all the same", row.kind(), row.id(), defect);
        }
    }

    private static @Nullable ConcurrentSkipListMap<String, EntityRow> without(
            ConcurrentSkipListMap<String, EntityRow> rows, String id) {
        rows.remove(id);
        return rows.isEmpty() ? null : rows;
    }

    private static List<EntityRow> copy(@Nullable ConcurrentSkipListMap<String, EntityRow> rows) {
        return rows == null ? List.of() : List.copyOf(rows.values());
    }
}
