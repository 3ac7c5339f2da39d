package holm.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slick.jdbc.H2Profile$;
import slick.jdbc.JdbcProfile;

/**
 * The embedded database: a file in the tier's folder, or memory.
 *
 * <p>Its settings are traps, and measured (docs/decisions/0004): {@code WRITE_DELAY=0} makes a file of hundreds of times the live data
 * and syncs only now and then; a commit is durable only after {@code CHECKPOINT SYNC}; {@code RETENTION_TIME} bounds the file, but at 0
 * a query that runs beside writers fails with "chunk not found".
 */
final class H2Engine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(H2Engine.class);
    private static final String SETTINGS =
            ";DB_CLOSE_DELAY=-1" // the pool may shrink to nothing without closing the database
                    + ";DB_CLOSE_ON_EXIT=FALSE" // Store.close does it, not a shutdown hook in the middle of ours
                    + ";DATABASE_TO_UPPER=FALSE" // Pekko's plugin writes lower case in quotes
                    + ";ANALYZE_AUTO=0" // every query goes by a key; no scans in somebody's commit
                    + ";RETENTION_TIME=1000"; // milliseconds; longer than a query runs, short enough to keep the file
    // small
    /** A removed BLOB outside its row stays in the file for LOB_TIMEOUT; up to this many bytes it lies in its row. */
    private static final int BYTES_IN_ROW = 1_048_576;
    /** KiB of pages in memory; H2's default (64 MiB for each GiB of heap) is too much beside two other tiers on one device. */
    private static final int CACHE_KIB = 16_384;

    private final JdbcDataSource driver;
    private final @Nullable DirectoryLock lock;
    private final @Nullable GroupedSync sync;
    private final DurableDataSource connections;
    /** Keeps the database open; also the one that shuts it down. */
    private final GroupedSync.Disk disk;

    private H2Engine(JdbcDataSource driver, @Nullable DirectoryLock lock, GroupedSync.Disk disk, String tier) {
        this.driver = driver;
        this.lock = lock;
        this.disk = disk;
        sync = lock == null ? null : new GroupedSync("holm-" + tier + "-sync", disk);
        connections = new DurableDataSource(driver::getConnection, sync == null ? Durability.NONE : sync);
    }

    static H2Engine inMemory(String tier) throws StoreException {
        return open("jdbc:h2:mem:" + tier + "-" + UUID.randomUUID(), null, UnaryOperator.identity(), tier, "memory");
    }

    /** @param tap sees, and may disturb, what the sync thread does; tests look through it */
    static H2Engine inFile(Path dataDirectory, String tier, UnaryOperator<GroupedSync.Disk> tap) throws StoreException {
        var folder = dataDirectory.resolve(tier).toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StoreException(
                    "cannot make the data directory " + folder + ": " + e.getMessage()
                            + "; choose another with --data-dir",
                    e);
        }
        var lock = DirectoryLock.take(folder);
        try {
            return open("jdbc:h2:file:" + folder.resolve("holm"), lock, tap, tier, folder.toString());
        } catch (StoreException e) {
            lock.close();
            throw e;
        }
    }

    private static H2Engine open(
            String url, @Nullable DirectoryLock lock, UnaryOperator<GroupedSync.Disk> tap, String tier, String place)
            throws StoreException {
        var driver = new JdbcDataSource();
        driver.setURL(url + SETTINGS);
        driver.setUser("holm");
        driver.setPassword("");
        try {
            var disk = new H2Disk(driver);
            // From now on a file that is missing is a fault, never a reason to begin with an empty one.
            driver.setURL(url + SETTINGS + ";IFEXISTS=TRUE");
            return new H2Engine(driver, lock, tap.apply(disk), tier);
        } catch (SQLException e) {
            throw new StoreException("cannot open the database in " + place + ": " + e.getMessage(), e);
        }
    }

    @Override
    public DurableDataSource connections() {
        return connections;
    }

    @Override
    public String migrations() {
        return "h2";
    }

    @Override
    public JdbcProfile profile() {
        return H2Profile$.MODULE$;
    }

    @Override
    public String upsertRow() {
        return "MERGE INTO entity_row t USING (VALUES (CAST(? AS VARCHAR), CAST(? AS VARCHAR), CAST(? AS BIGINT), CAST(? AS VARCHAR), CAST(? AS BLOB)))"
                + " s(kind, id, sequence, owner, content) ON t.kind = s.kind AND t.id = s.id"
                + " WHEN MATCHED AND t.sequence < s.sequence THEN UPDATE SET sequence = s.sequence, owner = s.owner, content = s.content"
                + " WHEN NOT MATCHED THEN INSERT (kind, id, sequence, owner, content) VALUES (s.kind, s.id, s.sequence, s.owner, s.content)";
    }

    @Override
    public String upsertWakeup() {
        return "MERGE INTO wakeup (kind, id, due) KEY (kind, id) VALUES (?, ?, ?)";
    }

    @Override
    public String upsertMeta() {
        return "MERGE INTO meta (name, content) KEY (name) VALUES (?, ?)";
    }

    @Override
    public void own(long generation) {
        // The lock on the file is lost only with the process.
    }

    @Override
    public Health health() {
        var trouble = sync == null ? null : sync.trouble();
        return trouble == null ? new Health.Up() : new Health.Down(trouble);
    }

    @Override
    public void whenReopened(Runnable reopened) {
        if (sync != null) {
            sync.whenReopened(reopened);
        }
    }

    @Override
    public void close() {
        try {
            if (sync == null) {
                disk.close();
            } else {
                sync.close();
            }
        } catch (SQLException e) {
            // What was acknowledged is on disk already; the file is repaired at the next opening.
            LOG.warn("{} closed with {}", driver.getURL(), e.getMessage());
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }

    /** The sync thread's connection. It belongs to one opening of the database: after H2 closed it by itself, every call fails. */
    private static final class H2Disk implements GroupedSync.Disk {
        private final JdbcDataSource driver;
        private Connection connection;

        H2Disk(JdbcDataSource driver) throws SQLException {
            this.driver = driver;
            connection = connect();
        }

        private Connection connect() throws SQLException {
            var fresh = driver.getConnection();
            try (var statement = fresh.createStatement()) {
                if (fresh.isReadOnly()) {
                    throw new SQLException("the file cannot be written");
                }
                statement.execute("SET MAX_LENGTH_INPLACE_LOB " + BYTES_IN_ROW);
                statement.execute("SET CACHE_SIZE " + CACHE_KIB);
                return fresh;
            } catch (SQLException e) {
                fresh.close();
                throw e;
            }
        }

        @Override
        public void sync() throws SQLException {
            try (var statement = connection.createStatement()) {
                statement.execute("CHECKPOINT SYNC");
            }
        }

        @Override
        public void reopen() throws SQLException {
            shutDown("SHUTDOWN IMMEDIATELY");
            connection = connect();
        }

        @Override
        public void close() throws SQLException {
            shutDown("SHUTDOWN");
        }

        private void shutDown(String how) {
            try (var old = connection;
                    var statement = old.createStatement()) {
                statement.execute(how);
            } catch (SQLException alreadyClosed) {
                // H2 closes the database by itself when a write fails.
            }
        }
    }
}
