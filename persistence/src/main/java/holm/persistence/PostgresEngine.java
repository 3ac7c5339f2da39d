package holm.persistence;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import slick.jdbc.JdbcProfile;
import slick.jdbc.PostgresProfile$;

/** A schema of a PostgreSQL database, {@code holm_<tier>}. */
final class PostgresEngine implements Engine {
    private static final String LOGIN_SECONDS = "4";
    /** The lock is asked every second; a server that needs longer than this for SELECT 1 takes no writes either. */
    private static final int LOCK_ANSWER_SECONDS = 3;
    /** Longer than the journal's circuit breaker, so that the breaker speaks first and a slow statement is not cut. */
    private static final int ANSWER_SECONDS = 20;

    private final SchemaLock lock;
    private final DurableDataSource connections;

    private PostgresEngine(String url, Properties session, SchemaLock lock) {
        this.lock = lock;
        DurableDataSource.Opening onlyOne = () -> lock.fenced(DriverManager.getConnection(url, session));
        connections = new DurableDataSource(() -> onlyOne, lock);
    }

    static PostgresEngine open(StoreSettings settings) throws StoreException {
        var schema = "holm_" + settings.tier();
        var url = settings.jdbcUrl().orElseThrow();
        var name = SchemaLock.newApplicationName(schema);
        var lockSession = session(settings, schema, name, LOCK_ANSWER_SECONDS);
        var lock = SchemaLock.take(() -> DriverManager.getConnection(url, lockSession), schema, name);
        return new PostgresEngine(url, session(settings, schema, name, ANSWER_SECONDS), lock);
    }

    private static Properties session(
            StoreSettings settings, String schema, String applicationName, int answerSeconds) {
        var session = new Properties();
        settings.user().ifPresent(user -> session.setProperty("user", user));
        settings.password().ifPresent(password -> session.setProperty("password", password));
        session.setProperty("currentSchema", schema);
        session.setProperty("ApplicationName", applicationName);
        session.setProperty("loginTimeout", LOGIN_SECONDS);
        session.setProperty("connectTimeout", LOGIN_SECONDS);
        session.setProperty("socketTimeout", Integer.toString(answerSeconds));
        session.setProperty("tcpKeepAlive", "true");
        // Many rows in one round trip.
        session.setProperty("reWriteBatchedInserts", "true");
        // A server may be configured to acknowledge before its disk did; Holm may not.
        session.setProperty("options", "-c synchronous_commit=on");
        return session;
    }

    @Override
    public DurableDataSource connections() {
        return connections;
    }

    @Override
    public String migrations() {
        return "postgresql";
    }

    @Override
    public JdbcProfile profile() {
        return PostgresProfile$.MODULE$;
    }

    @Override
    public String upsertRow() {
        return "INSERT INTO entity_row AS t (kind, id, sequence, owner, content) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET"
                + " sequence = excluded.sequence, owner = excluded.owner, content = excluded.content WHERE t.sequence < excluded.sequence";
    }

    @Override
    public String upsertMeta() {
        return "INSERT INTO meta (name, content) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET content = excluded.content";
    }

    @Override
    public void own(long generation) throws SQLException {
        lock.own(generation);
    }

    @Override
    public Health health() {
        var trouble = lock.trouble();
        return trouble == null ? new Health.Up() : new Health.Down(trouble);
    }

    @Override
    public void whenReopened(Runnable reopened) {
        lock.whenReopened(reopened);
    }

    @Override
    public void close() {
        lock.close();
    }
}
