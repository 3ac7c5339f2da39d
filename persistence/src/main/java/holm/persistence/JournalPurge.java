package holm.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Finds entities that are gone for long, and removes what the journal and the snapshots still say of them. */
final class JournalPurge {
    /** Both steps of the newest event walk the primary key. */
    private static final String GONE = """
            SELECT e.persistence_id, e.sequence_number, n.oldest, e.event_ser_manifest
            FROM (SELECT persistence_id, MAX(sequence_number) AS newest, MIN(sequence_number) AS oldest
                  FROM event_journal GROUP BY persistence_id) n
            JOIN event_journal e ON e.persistence_id = n.persistence_id AND e.sequence_number = n.newest
            WHERE e.write_timestamp < ? AND e.event_ser_manifest IN (""";

    /** Somebody who began anew in the meantime keeps everything. */
    private static final String UNLESS_IT_WENT_ON = " WHERE persistence_id = ? AND sequence_number <= ? AND NOT EXISTS"
            + " (SELECT 1 FROM event_journal newer WHERE newer.persistence_id = ? AND newer.sequence_number > ?)";

    private JournalPurge() {}

    /**
     * An entity whose newest event is its last word.
     *
     * @param sequence of that event
     */
    record Gone(String persistenceId, long sequence, Remains remains) {}

    /**
     * @param lastWords names of events with which an entity is done, and what stays of those who said them; whoever says something after
     *     that keeps everything, until it says such a word again
     * @param beforeMillis when the last word must have been said, milliseconds since 1970
     * @return at most {@code most}, those that are gone longest; nobody of whom only what stays is left
     */
    static List<Gone> gone(Connection connection, Map<String, Remains> lastWords, long beforeMillis, int most)
            throws SQLException {
        var names = List.copyOf(lastWords.keySet());
        var found = new ArrayList<Gone>();
        try (var query = connection.prepareStatement(
                GONE + String.join(", ", Collections.nCopies(names.size(), "?")) + ") ORDER BY e.write_timestamp")) {
            query.setLong(1, beforeMillis);
            for (var i = 0; i < names.size(); i++) {
                query.setString(i + 2, names.get(i));
            }
            try (var rows = query.executeQuery()) {
                while (found.size() < most && rows.next()) {
                    var remains = lastWords.getOrDefault(rows.getString(4), Remains.LAST_WORD);
                    if (remains == Remains.NOTHING || rows.getLong(3) < rows.getLong(2)) {
                        found.add(new Gone(rows.getString(1), rows.getLong(2), remains));
                    }
                }
            }
        }
        return List.copyOf(found);
    }

    /**
     * Snapshots and events in one transaction: a snapshot without the events after it would bring back to life what is gone.
     *
     * @return the number of events that were removed
     */
    static int purge(Connection connection, List<Gone> gone) throws SQLException {
        var removed = 0;
        try (var snapshots = connection.prepareStatement("DELETE FROM snapshot" + UNLESS_IT_WENT_ON);
                var events = connection.prepareStatement("DELETE FROM event_journal" + UNLESS_IT_WENT_ON)) {
            for (var one : gone) {
                delete(snapshots, one, one.sequence());
                var last = one.remains() == Remains.LAST_WORD ? one.sequence() - 1 : one.sequence();
                removed += delete(events, one, last);
            }
        }
        return removed;
    }

    private static int delete(PreparedStatement statement, Gone one, long last) throws SQLException {
        statement.setString(1, one.persistenceId());
        statement.setLong(2, last);
        statement.setString(3, one.persistenceId());
        statement.setLong(4, one.sequence());
        return statement.executeUpdate();
    }
}
