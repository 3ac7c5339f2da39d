package holm.persistence;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Work inside one transaction.
 *
 * @param <T> what it answers
 */
@FunctionalInterface
public interface SqlFunction<T> {
    /** @param connection with auto-commit off; neither commit nor close it, and do not keep it */
    T apply(Connection connection) throws SQLException;
}
