package holm.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.mvstore.MVStoreException;

/**
 * One opening of a database by H2: what it has in memory, its threads, its connections. Ends with {@link #shutDown} or {@link
 * #abandon}; whatever is still done with its connections then fails, and is never acknowledged.
 */
final class H2Opening implements DurableDataSource.Opening {
    private static final String SETTINGS =
            ";DB_CLOSE_DELAY=-1" // the pool may shrink to nothing without closing the database
                    + ";DB_CLOSE_ON_EXIT=FALSE" // Store.close does it, not a shutdown hook in the middle of ours
                    + ";DATABASE_TO_UPPER=FALSE" // Pekko's plugin writes lower case in quotes
                    + ";ANALYZE_AUTO=0" // every query goes by a key; no scans in somebody's commit
                    + ";TRACE_LEVEL_FILE=0" // its errors reach us as exceptions; a file of them would fill a full disk
                    // again
                    + ";RETENTION_TIME=1000"; // milliseconds; longer than a query runs, short enough to keep the file
    // small
    /** A removed BLOB outside its row stays in the file for LOB_TIMEOUT; up to this many bytes it lies in its row. */
    private static final int BYTES_IN_ROW = 1_048_576;
    /** KiB of pages in memory; H2's default (64 MiB for each GiB of heap) is too much beside two other tiers on one device. */
    private static final int CACHE_KIB = 16_384;

    private final JdbcDataSource driver = new JdbcDataSource();
    private final Connection own;
    private final org.h2.engine.Database database;
    private volatile boolean over;

    /**
     * @param url with settings that are only for this opening
     * @throws SQLException when it cannot be opened or not be written; nothing of it stays open in H2 under this name then, unless H2
     *     failed to connect to what it had just opened
     */
    H2Opening(String url) throws SQLException {
        driver.setURL(url + SETTINGS);
        driver.setUser("holm");
        driver.setPassword("");
        own = driver.getConnection();
        database = ((SessionLocal) own.unwrap(JdbcConnection.class).getSession()).getDatabase();
        try (var statement = own.createStatement()) {
            if (own.isReadOnly()) {
                throw new SQLException("the file cannot be written");
            }
            statement.execute("SET MAX_LENGTH_INPLACE_LOB " + BYTES_IN_ROW);
            statement.execute("SET CACHE_SIZE " + CACHE_KIB);
        } catch (SQLException | RuntimeException e) {
            abandon();
            throw e;
        }
    }

    @Override
    public Connection open() throws SQLException {
        if (over) {
            throw new SQLTransientException("the database is being opened again");
        }
        return driver.getConnection();
    }

    @Override
    public boolean isCurrent() {
        return !over;
    }

    /**
     * Everything committed before is on disk afterwards. Not {@code CHECKPOINT SYNC}: what H2's own writer has taken up a moment ago,
     * that neither writes nor waits for, so the file would be synced without it (docs/decisions/0004).
     */
    void sync() throws SQLException {
        var store = database.getStore().getMvStore();
        try {
            store.commit();
            store.executeFilestoreOperation(() -> {}); // runs after all writes that were begun
            store.sync();
        } catch (MVStoreException e) {
            throw new SQLException(deepest(e).getMessage(), e);
        }
    }

    /** Closes it in good order. */
    void shutDown() {
        over = true;
        try (own;
                var statement = own.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException alreadyClosed) {
            // H2 closes the database by itself when a write fails.
        }
    }

    /** Forgets at once what is only in memory, and ends its threads. Waits for nobody who uses its connections. */
    void abandon() {
        over = true;
        database.shutdownImmediately();
        try {
            own.close();
        } catch (SQLException alreadyClosed) {
            // It is what we want.
        }
    }

    private static Throwable deepest(Throwable e) {
        return e.getCause() == null ? e : deepest(e.getCause());
    }
}
