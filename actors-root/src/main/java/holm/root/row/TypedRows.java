package holm.root.row;

import holm.persistence.EntityRow;
import holm.persistence.EntityRows;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The rows of one kind as records. Parses each row once, however often it is read. Thread-safe; never waits.
 *
 * @param <T> the view
 */
public final class TypedRows<T> {
    private record Parsed<T>(EntityRow row, T view) {}

    private final EntityRows rows;
    private final String kind;
    private final Class<T> type;
    private final ConcurrentHashMap<String, Parsed<T>> parsed = new ConcurrentHashMap<>();

    /** @param kind the entity's type name */
    public TypedRows(EntityRows rows, String kind, Class<T> type) {
        this.rows = rows;
        this.kind = kind;
        this.type = type;
    }

    public Optional<T> find(String id) {
        var row = rows.find(kind, id);
        if (row.isEmpty()) {
            parsed.remove(id);
        }
        return row.map(this::parse);
    }

    /** @return all of them, by id */
    public Stream<T> all() {
        return parse(rows.list(kind));
    }

    /** @return all that belong to {@code owner}, by id */
    public Stream<T> ofOwner(String owner) {
        return parse(rows.listByOwner(kind, owner));
    }

    /** Drops the copy of a row that was deleted. */
    public void forget(String id) {
        parsed.remove(id);
    }

    private Stream<T> parse(List<EntityRow> list) {
        return list.stream().map(this::parse);
    }

    private T parse(EntityRow row) {
        var known = parsed.get(row.id());
        if (known != null && isSame(known.row(), row)) {
            return known.view();
        }
        var view = row.view(type);
        parsed.put(row.id(), new Parsed<>(row, view));
        return view;
    }

    /** The store hands out the same row object until the row changes. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(EntityRow known, EntityRow row) {
        return known == row;
    }
}
