package holm.root.http;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.persistence.Database;
import holm.persistence.SqlFunction;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions over the relational tables, for handlers: what goes wrong becomes a refusal that says whether something was
 * written. Thread-safe; waits, so only on virtual threads.
 */
public final class Tables {
    private static final Logger LOG = LoggerFactory.getLogger(Tables.class);

    /** The same in H2 and PostgreSQL (SQL standard, class 23). */
    private static final String UNIQUE_VIOLATION = "23505";

    private final Database database;

    public Tables(Database database) {
        this.database = database;
    }

    /**
     * @return what {@code work} returns, after its commit is durable
     * @throws RefusalException {@code UNAVAILABLE} when nothing was written, {@code OUTCOME_UNKNOWN} when the commit failed;
     *     whatever {@code work} throws of this kind rolls back and is thrown on
     */
    public <T> T transaction(SqlFunction<T> work) {
        var worked = new AtomicBoolean();
        try {
            return database.transaction(connection -> {
                var result = work.apply(connection);
                worked.set(true);
                return result;
            });
        } catch (SQLException failed) {
            LOG.warn("a transaction failed {}", worked.get() ? "at its commit" : "before its commit", failed);
            throw new RefusalException(
                    worked.get()
                            ? Refusal.of(
                                            Refusal.Kind.OUTCOME_UNKNOWN,
                                            "commit-failed",
                                            "the database failed at the commit; whether it was written is unknown")
                                    .withHint("look with GET before you ask again")
                            : Refusal.of(
                                            Refusal.Kind.UNAVAILABLE,
                                            "database-unavailable",
                                            "the database does not answer; nothing was written: " + reason(failed))
                                    .withHint("ask again in a moment; the log has the reason"));
        }
    }

    /** Without the statement, which H2 writes into its messages. */
    private static String reason(SQLException failed) {
        var message = String.valueOf(failed.getMessage());
        var statement = message.indexOf("; SQL statement");
        return statement < 0 ? message : message.substring(0, statement);
    }

    /** @return whether {@code failed} says that such a row is there already */
    public static boolean isTaken(SQLException failed) {
        return UNIQUE_VIOLATION.equals(failed.getSQLState());
    }
}
