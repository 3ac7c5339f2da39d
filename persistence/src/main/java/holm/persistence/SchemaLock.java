package holm.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One process for one PostgreSQL schema: a session's advisory lock on a connection of its own, asked every second. While it is
 * lost, no write is taken. Who takes it over raises the generation and ends the sessions of the one before; a session that opens
 * later under an older generation is refused. So two processes never write, whatever either believes.
 */
final class SchemaLock implements Durability, AutoCloseable {
    private static final Duration PULSE = Duration.ofSeconds(1);
    /** A server notices a moment late that a process is gone; who starts again at once should not be sent away. */
    private static final Duration HANDOVER = Duration.ofSeconds(2);

    private static final int SESSION_END_MILLIS = 5_000;
    /** First half of the advisory lock's key: "holm". */
    private static final int LOCK_CLASS = 0x686f6c6d;

    private final DurableDataSource.Opener source;
    private final String schema;
    private final String applicationName;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable String trouble;
    private volatile long generation;
    private volatile Runnable reopened = () -> {};
    /** Used by the thread alone once it runs. */
    private @Nullable Connection session;

    private SchemaLock(DurableDataSource.Opener source, String schema, String applicationName, Connection session) {
        this.source = source;
        this.schema = schema;
        this.applicationName = applicationName;
        this.session = session;
        thread = Thread.ofPlatform().name(schema + "-lock").daemon().unstarted(this::run);
    }

    /** @return a new name for a store's sessions in {@code pg_stat_activity}; the server cuts names at 63 bytes */
    static String newApplicationName(String schema) {
        return prefix(schema) + UUID.randomUUID().toString().substring(0, 8) + ":"
                + ProcessHandle.current().pid();
    }

    /** @param applicationName of all sessions of this store */
    static SchemaLock take(DurableDataSource.Opener source, String schema, String applicationName)
            throws StoreException {
        Connection session;
        try {
            session = source.open();
        } catch (SQLException e) {
            throw new StoreException("cannot reach PostgreSQL: " + e.getMessage(), e);
        }
        try (var statement = session.createStatement()) {
            if (!lockWithin(HANDOVER, session, schema)) {
                var holder = holder(session, schema);
                session.close();
                throw new StoreException(
                        "the schema " + schema + " is in use by another Holm" + holder + "; stop that one first");
            }
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
            var lock = new SchemaLock(source, schema, applicationName, session);
            lock.thread.start();
            return lock;
        } catch (SQLException e) {
            closeQuietly(session);
            throw new StoreException("cannot lock the schema " + schema + ": " + e.getMessage(), e);
        }
    }

    /** From now on only sessions of this generation write. */
    void own(long raised) throws SQLException {
        generation = raised;
        try (var connection = source.open();
                var others = connection.prepareStatement(
                        "SELECT pg_terminate_backend(pid, " + SESSION_END_MILLIS
                                + ") FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE ? AND application_name <> ?")) {
            others.setString(1, prefix(schema) + "%");
            others.setString(2, applicationName);
            others.execute();
        }
    }

    /** @return {@code connection}, unless another process has taken the schema over */
    Connection fenced(Connection connection) throws SQLException {
        if (generation != 0) {
            try {
                checkGeneration(connection);
            } catch (SQLException e) {
                closeQuietly(connection);
                throw e;
            }
        }
        return connection;
    }

    @Override
    public long begin() throws SQLException {
        var why = trouble;
        if (why != null) {
            throw new SQLTransientException(why);
        }
        return 0;
    }

    @Override
    public void await(long epoch) {
        // synchronous_commit: PostgreSQL answers a commit only after its log is on disk.
    }

    void whenReopened(Runnable action) {
        reopened = action;
    }

    @Nullable
    String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        unlock(session);
        closeQuietly(session);
    }

    /** By name, because the server ends a closed session only a moment later. */
    private static void unlock(@Nullable Connection session) {
        if (session != null) {
            try (var statement = session.createStatement()) {
                statement.execute("SELECT pg_advisory_unlock_all()");
            } catch (SQLException e) {
                // Then the session ends with its connection.
            }
        }
    }

    private void run() {
        try {
            while (!closed.await(PULSE.toMillis(), TimeUnit.MILLISECONDS)) {
                trouble = pulse();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return why nothing may be written now, or null */
    private @Nullable String pulse() {
        try {
            var held = session;
            if (held == null) {
                held = source.open();
                if (!lock(held, schema)) {
                    var holder = holder(held, schema);
                    held.close();
                    return "the lock on the schema " + schema + " was lost and is held by another session" + holder;
                }
                session = held;
                checkGeneration(held);
                reopened.run();
            }
            try (var alive = held.createStatement()) {
                alive.execute("SELECT 1");
            }
            return null;
        } catch (SQLException e) {
            closeQuietly(session);
            session = null;
            return e instanceof TakenOver ? e.getMessage() : "PostgreSQL does not answer: " + e.getMessage();
        }
    }

    private void checkGeneration(Connection connection) throws SQLException {
        try (var query = connection.createStatement();
                var rows = query.executeQuery("SELECT content FROM meta WHERE name = 'generation'")) {
            var stored = rows.next() ? Long.parseLong(rows.getString(1)) : 0;
            if (generation != 0 && stored != generation) {
                throw new TakenOver("another Holm has taken the schema " + schema + " over (generation " + stored
                        + ", this one is " + generation + "); this process can only be stopped");
            }
        }
    }

    private static boolean lockWithin(Duration patience, Connection session, String schema) throws SQLException {
        var deadline = System.nanoTime() + patience.toNanos();
        try (var statement = session.createStatement()) {
            while (!lock(session, schema)) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                statement.execute("SELECT pg_sleep(0.1)");
            }
        }
        return true;
    }

    private static boolean lock(Connection session, String schema) throws SQLException {
        try (var query = keyed(session, schema, "SELECT pg_try_advisory_lock(?, ?)");
                var rows = query.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static String holder(Connection session, String schema) throws SQLException {
        try (var query = keyed(
                        session,
                        schema,
                        "SELECT a.application_name, a.client_addr FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
                                + " WHERE l.locktype = 'advisory' AND l.classid::bigint = ? AND l.objid::bigint = (?::bigint & 4294967295) AND l.granted");
                var rows = query.executeQuery()) {
            if (!rows.next()) {
                return "";
            }
            var name = rows.getString(1);
            return " (process " + name.substring(name.lastIndexOf(':') + 1) + " at " + rows.getString(2) + ")";
        }
    }

    private static PreparedStatement keyed(Connection session, String schema, String sql) throws SQLException {
        var query = session.prepareStatement(sql);
        query.setInt(1, LOCK_CLASS);
        query.setInt(2, schema.hashCode());
        return query;
    }

    private static String prefix(String schema) {
        return "holm:" + String.format(Locale.ROOT, "%08x", schema.hashCode()) + ":";
    }

    private static void closeQuietly(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // It was broken before.
        }
    }

    private static final class TakenOver extends SQLException {
        TakenOver(String message) {
            super(message);
        }
    }
}
