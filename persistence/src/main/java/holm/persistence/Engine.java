package holm.persistence;

import java.sql.SQLException;
import slick.jdbc.JdbcProfile;

/** What differs between H2 and PostgreSQL. Made by an {@code open} that has taken the lock. */
interface Engine extends AutoCloseable {
    /** @return connections, each opened anew, whose commits are durable */
    DurableDataSource connections();

    /** @return the folder of its migrations */
    String migrations();

    JdbcProfile profile();

    /** @return an upsert of {@code entity_row} (kind, id, sequence, owner, content) that never replaces a larger sequence */
    String upsertRow();

    /** @return an upsert of {@code meta} (name, content) */
    String upsertMeta();

    /** Called once, after this process has raised the generation: from now on no other process may write. */
    void own(long generation) throws SQLException;

    Health health();

    /** @param reopened called each time the database is back after it was away: older connections are dead */
    void whenReopened(Runnable reopened);

    @Override
    void close();
}
