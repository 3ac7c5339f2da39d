package holm.persistence.testing;

import holm.persistence.Store;
import java.sql.SQLException;

/** What is left in a tier's journal. */
public final class Journal {
    private Journal() {}

    /** @return how many events there are of whatever bears this id */
    public static long events(Store store, String id) throws SQLException {
        return store.database().transaction(connection -> {
            try (var query =
                    connection.prepareStatement("SELECT COUNT(*) FROM event_journal WHERE persistence_id LIKE ?")) {
                query.setString(1, "%|" + id);
                try (var rows = query.executeQuery()) {
                    rows.next();
                    return rows.getLong(1);
                }
            }
        });
    }

    /** @return how many events there are of everybody */
    public static long events(Store store) throws SQLException {
        return events(store, "%");
    }
}
