package holm.persistence;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.sql.DataSource;

/** Plain transactions for what is not an actor: accounts, applications, idempotency keys. Thread-safe. */
public final class Database {
    private final DataSource pool;
    private final Executor executor;

    Database(DataSource pool, Executor executor) {
        this.pool = pool;
        this.executor = executor;
    }

    /**
     * Runs {@code work} in a transaction and returns after its commit is durable. Blocks: not for an actor's thread.
     *
     * @throws SQLException when it was rolled back, or when its outcome is unknown because the commit failed
     */
    public <T> T transaction(SqlFunction<T> work) throws SQLException {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var result = work.apply(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    /** Like {@link #transaction}, on a thread of the store; a failure's cause is the SQLException. */
    public <T> CompletionStage<T> async(SqlFunction<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return transaction(work);
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                executor);
    }

    private static void rollBack(java.sql.Connection connection, Exception because) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }
}
