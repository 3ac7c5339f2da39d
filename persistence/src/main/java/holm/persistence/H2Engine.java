package holm.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slick.jdbc.H2Profile$;
import slick.jdbc.JdbcProfile;

/**
 * The embedded database: a file in the tier's folder, or memory.
 *
 * <p>Its settings are traps, and measured (docs/decisions/0004): {@code WRITE_DELAY=0} makes a file of hundreds of times the live data
 * and syncs only now and then; a commit is durable only after {@link H2Opening#sync}; {@code RETENTION_TIME} bounds the file, but at 0
 * a query that runs beside writers fails with "chunk not found".
 */
final class H2Engine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(H2Engine.class);
    private final String place;
    private final @Nullable DirectoryLock lock;
    private final @Nullable GroupedSync sync;
    private final DurableDataSource connections;
    private final Closing closing;

    /** Ends the database. */
    private interface Closing {
        void close() throws SQLException;
    }

    private H2Engine(
            String place,
            @Nullable DirectoryLock lock,
            @Nullable GroupedSync sync,
            DurableDataSource connections,
            Closing closing) {
        this.place = place;
        this.lock = lock;
        this.sync = sync;
        this.connections = connections;
        this.closing = closing;
    }

    static H2Engine inMemory(String tier) throws StoreException {
        try {
            var opening = new H2Opening("jdbc:h2:mem:" + tier + "-" + UUID.randomUUID());
            return new H2Engine(
                    "memory", null, null, new DurableDataSource(() -> opening, Durability.NONE), opening::shutDown);
        } catch (SQLException e) {
            throw cannotOpen("memory", e);
        }
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
            var disk = new H2Disk(folder.resolve("holm"));
            var sync = new GroupedSync("holm-" + tier + "-sync", tap.apply(disk));
            return new H2Engine(folder.toString(), lock, sync, new DurableDataSource(disk::opening, sync), sync::close);
        } catch (SQLException e) {
            lock.close();
            throw cannotOpen(folder.toString(), e);
        }
    }

    private static StoreException cannotOpen(String place, SQLException e) {
        return new StoreException("cannot open the database in " + place + ": " + e.getMessage(), e);
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
            closing.close();
        } catch (SQLException e) {
            // What was acknowledged is on disk already; the file is repaired at the next opening.
            LOG.warn("the database in {} closed with {}", place, e.getMessage());
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }
}
