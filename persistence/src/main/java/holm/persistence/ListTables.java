package holm.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** SQL of the tables {@code entity_row} and {@code event_feed}, in batches. */
final class ListTables {
    private final Engine engine;

    ListTables(Engine engine) {
        this.engine = engine;
    }

    void write(Connection connection, Collection<ListWriter.Write> writes) throws SQLException {
        try (var upsert = new Batch(connection, engine.upsertRow());
                var remove =
                        new Batch(connection, "DELETE FROM entity_row WHERE kind = ? AND id = ? AND sequence <= ?")) {
            for (var write : writes) {
                switch (write) {
                    case ListWriter.Write.Upsert(var row) ->
                        upsert.add(row.kind(), row.id(), row.sequence(), row.owner(), row.view());
                    case ListWriter.Write.Remove(var kind, var id, var sequence) -> remove.add(kind, id, sequence);
                }
            }
            upsert.run();
            remove.run();
        }
    }

    void append(Connection connection, List<EventFeed.Stored> entries, long oldestToKeep) throws SQLException {
        try (var insert = new Batch(
                        connection,
                        "INSERT INTO event_feed (id, happened, kind, subject, content) VALUES (?, ?, ?, ?, ?)");
                var prune = new Batch(connection, "DELETE FROM event_feed WHERE id < ?")) {
            for (var stored : entries) {
                var entry = stored.entry();
                insert.add(stored.id(), stored.at().toEpochMilli(), entry.kind(), entry.subject(), entry.json());
            }
            insert.run();
            if (oldestToKeep > 0) {
                prune.add(oldestToKeep);
                prune.run();
            }
        }
    }

    List<EventFeed.Stored> feedAfter(Connection connection, long id, int limit) throws SQLException {
        var found = new ArrayList<EventFeed.Stored>();
        try (var query = connection.prepareStatement(
                "SELECT id, happened, kind, subject, content FROM event_feed WHERE id > ? ORDER BY id FETCH FIRST ? ROWS ONLY")) {
            query.setLong(1, id);
            query.setInt(2, limit);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new EventFeed.Stored(
                            rows.getLong(1),
                            Instant.ofEpochMilli(rows.getLong(2)),
                            new FeedEntry(rows.getString(3), rows.getString(4), rows.getString(5))));
                }
            }
        }
        return found;
    }

    /** @return the smallest and the largest id, or two zeros */
    long[] feedBounds(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement(
                        "SELECT COALESCE(MIN(id), 0), COALESCE(MAX(id), 0) FROM event_feed");
                var rows = query.executeQuery()) {
            rows.next();
            return new long[] {rows.getLong(1), rows.getLong(2)};
        }
    }

    List<EntityRow> rows(Connection connection) throws SQLException {
        var found = new ArrayList<EntityRow>();
        try (var query = connection.prepareStatement("SELECT kind, id, sequence, owner, content FROM entity_row");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(new EntityRow(
                        rows.getString(1), rows.getString(2), rows.getLong(3), rows.getString(4), rows.getBytes(5)));
            }
        }
        return found;
    }

    /** A JDBC batch that is prepared only when something is added. */
    private static final class Batch implements AutoCloseable {
        private final Connection connection;
        private final String sql;
        private final List<PreparedStatement> prepared = new ArrayList<>(1);

        Batch(Connection connection, String sql) {
            this.connection = connection;
            this.sql = sql;
        }

        void add(Object... values) throws SQLException {
            if (prepared.isEmpty()) {
                prepared.add(connection.prepareStatement(sql));
            }
            var statement = prepared.getFirst();
            for (var i = 0; i < values.length; i++) {
                switch (values[i]) {
                    case byte[] bytes -> statement.setBytes(i + 1, bytes);
                    case Long number -> statement.setLong(i + 1, number);
                    case Object text -> statement.setString(i + 1, text.toString());
                }
            }
            statement.addBatch();
        }

        void run() throws SQLException {
            if (!prepared.isEmpty()) {
                prepared.getFirst().executeBatch();
            }
        }

        @Override
        public void close() throws SQLException {
            if (!prepared.isEmpty()) {
                prepared.getFirst().close();
            }
        }
    }
}
