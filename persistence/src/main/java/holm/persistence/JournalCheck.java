package holm.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares the journal with the list rows. */
final class JournalCheck {
    /** Each entity's newest event; both steps walk the primary key. */
    private static final String NEWEST = """
            SELECT e.persistence_id, e.sequence_number, e.event_ser_manifest
            FROM (SELECT persistence_id, MAX(sequence_number) AS newest FROM event_journal GROUP BY persistence_id) n
            JOIN event_journal e ON e.persistence_id = n.persistence_id AND e.sequence_number = n.newest""";

    /** Between type and id in a persistence id; Pekko allows it in neither type. */
    private static final char SEPARATOR = '|';

    private JournalCheck() {}

    static List<EntityKey> unlisted(Connection connection, EntityRows rows, Set<String> lastWords) throws SQLException {
        var found = new ArrayList<EntityKey>();
        try (var query = connection.prepareStatement(NEWEST);
                var newest = query.executeQuery()) {
            while (newest.next()) {
                var id = newest.getString(1);
                var key =
                        new EntityKey(id.substring(0, id.indexOf(SEPARATOR)), id.substring(id.indexOf(SEPARATOR) + 1));
                var row = rows.find(key.kind(), key.id());
                var isListed = row.isPresent()
                        ? row.get().sequence() >= newest.getLong(2)
                        : lastWords.contains(newest.getString(3));
                if (!isListed) {
                    found.add(key);
                }
            }
        }
        return List.copyOf(found);
    }
}
