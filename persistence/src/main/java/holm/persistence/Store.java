package holm.persistence;

import com.typesafe.config.Config;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.apache.pekko.persistence.jdbc.db.SlickDatabase;
import scala.Option;
import slick.jdbc.JdbcBackend$;
import slick.util.AsyncExecutor;

/**
 * A tier's data: journal and snapshots, list rows, event feed and documents, in one database over one pool. Whatever is acknowledged
 * is durable. One process at a time. Thread-safe.
 */
public final class Store implements AutoCloseable {
    /** Shorter than the journal's circuit breaker (10 s), so that callers are told the cause. */
    private static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(5);
    /** Events that wait for a thread of Slick; the journal's own buffer in front of it is as large. */
    private static final int SLICK_QUEUE = 10_000;
    /** Stores of this process, for the actor systems that were configured for them. */
    private static final Map<String, Store> OPEN = new ConcurrentHashMap<>();

    private final String key = UUID.randomUUID().toString();
    private final Engine engine;
    private final HikariDataSource pool;
    private final ExecutorService threads;
    private final Database database;
    private final SlickDatabase slick;
    private final long generation;
    private final EventFeed feed;
    private final EntityRows rows;
    private final ListWriter writer;

    private Store(StoreSettings settings, Engine engine, HikariDataSource pool, long generation) throws SQLException {
        this.engine = engine;
        this.pool = pool;
        this.generation = generation;
        var name = "holm-" + settings.tier();
        threads = Executors.newFixedThreadPool(
                settings.connections(),
                Thread.ofPlatform().name(name + "-database-", 0).daemon().factory());
        database = new Database(pool, threads);
        var connections = settings.connections();
        var slickThreads = AsyncExecutor.apply(name + "-journal", connections, connections, SLICK_QUEUE, connections);
        slick = new StoreDatabaseProvider.Shared(
                JdbcBackend$.MODULE$.Database().forDataSource(pool, Option.apply(connections), slickThreads, false),
                engine.profile());
        var tables = new ListTables(engine);
        var bounds = database.transaction(tables::feedBounds);
        feed = new EventFeed(database, tables, EventFeed.DEFAULT_BOUND, bounds[0], bounds[1]);
        rows = new EntityRows(database.transaction(tables::rows), this::submit);
        writer = new ListWriter(name + "-rows", database, tables, feed, rows::applied, Clock.systemUTC());
    }

    /**
     * Takes the lock, brings the tables to this version, raises the generation and reads the rows.
     *
     * @throws StoreException with a message for the operator: another process has it, a newer Holm wrote it, it cannot be reached or written
     */
    public static Store open(StoreSettings settings) throws StoreException {
        return open(settings, UnaryOperator.identity());
    }

    /** @param tap of the sync thread of an H2 file, for tests */
    static Store open(StoreSettings settings, UnaryOperator<GroupedSync.Disk> tap) throws StoreException {
        var place = settings.jdbcUrl()
                .or(() -> settings.dataDirectory().map(Object::toString))
                .orElse("memory");
        var engine = engine(settings, tap);
        HikariDataSource pool = null;
        try {
            long generation;
            try (var connection = engine.connections().getConnection()) {
                connection.setAutoCommit(false);
                SchemaMigrator.migrate(connection, engine.migrations(), place);
                generation = raiseGeneration(connection, engine);
            }
            engine.own(generation);
            pool = pool(settings, engine);
            var store = new Store(settings, engine, pool, generation);
            OPEN.put(store.key, store);
            return store;
        } catch (SQLException e) {
            close(pool, engine);
            throw new StoreException("cannot use the database in " + place + ": " + e.getMessage(), e);
        } catch (StoreException | RuntimeException e) {
            close(pool, engine);
            throw e;
        }
    }

    static Store find(String key) {
        var store = OPEN.get(key);
        if (store == null) {
            throw new IllegalStateException(
                    "the actor system's store is not open: merge Store.pekkoConfig into its configuration, and close it after the system");
        }
        return store;
    }

    /**
     * What to merge over the configuration of the tier's actor system, so that its journal and snapshots are in this store.
     *
     * @param storedTypes sealed interfaces of events, and records of states: everything that the tier's entities persist, each with
     *     a {@link com.fasterxml.jackson.annotation.JsonTypeName} that stays for ever
     */
    public Config pekkoConfig(Class<?>... storedTypes) {
        StoredTypes.of(List.of(storedTypes)); // a missing name is found at start, not at the first persist
        return PekkoConfig.of(key, List.of(storedTypes));
    }

    public Database database() {
        return database;
    }

    public EntityRows rows() {
        return rows;
    }

    public EventFeed feed() {
        return feed;
    }

    /** @return how often this database was opened; a peer that has met a larger one knows that an older copy was restored */
    public long generation() {
        return generation;
    }

    /** @return what was committed since the store was opened */
    public CommitCount commits() {
        return engine.connections().commits();
    }

    /** @return whether writes are taken now, and if not, why */
    public Health health() {
        var health = engine.health();
        var trouble = writer.trouble();
        return health.isUp() && trouble != null ? new Health.Down(trouble) : health;
    }

    /** A small fact about this database, for example its installation. @return empty when it was never set */
    public Optional<String> fact(String name) throws SQLException {
        return database.transaction(connection -> fact(connection, name));
    }

    /** Remembers a small fact, durably. */
    public void remember(String name, String content) throws SQLException {
        database.transaction(connection -> {
            remember(connection, engine, name, content);
            return name;
        });
    }

    /** What Slick uses too. */
    DataSource pool() {
        return pool;
    }

    /**
     * For the scan at the start: a crash between an event and its row leaves a row that tells of the past, and nobody who reads
     * rows would see that there is work. Blocks for one query.
     *
     * @param lastWords names of events after which an entity has no row any more
     * @return entities whose newest event their row does not show
     */
    public List<EntityKey> unlisted(Set<String> lastWords) throws SQLException {
        return database.transaction(connection -> JournalCheck.unlisted(connection, rows, lastWords));
    }

    SlickDatabase slick() {
        return slick;
    }

    /** Close the actor system first. Writes what waits, then closes the database and gives the lock back. */
    @Override
    public void close() {
        if (OPEN.remove(key) == null) {
            return;
        }
        writer.close();
        slick.database().close();
        threads.shutdown();
        close(pool, engine);
    }

    private java.util.concurrent.CompletionStage<org.apache.pekko.Done> submit(
            ListWriter.Write write, List<FeedEntry> entries) {
        return writer.submit(write, entries);
    }

    private static Engine engine(StoreSettings settings, UnaryOperator<GroupedSync.Disk> tap) throws StoreException {
        if (settings.jdbcUrl().isPresent()) {
            return PostgresEngine.open(settings);
        }
        return settings.dataDirectory().isPresent()
                ? H2Engine.inFile(settings.dataDirectory().get(), settings.tier(), tap)
                : H2Engine.inMemory(settings.tier());
    }

    private static HikariDataSource pool(StoreSettings settings, Engine engine) {
        var config = new HikariConfig();
        config.setPoolName("holm-" + settings.tier());
        config.setDataSource(engine.connections());
        config.setMaximumPoolSize(settings.connections());
        config.setConnectionTimeout(CONNECTION_PATIENCE.toMillis());
        config.setValidationTimeout(CONNECTION_PATIENCE.toMillis() / 2);
        var pool = new HikariDataSource(config);
        // The pool does not look at a connection that it used a moment ago: without this, one more write would fail for
        // nothing.
        engine.whenReopened(() -> pool.getHikariPoolMXBean().softEvictConnections());
        return pool;
    }

    private static long raiseGeneration(Connection connection, Engine engine) throws SQLException {
        var generation = fact(connection, "generation").map(Long::parseLong).orElse(0L) + 1;
        remember(connection, engine, "generation", Long.toString(generation));
        connection.commit();
        return generation;
    }

    private static Optional<String> fact(Connection connection, String name) throws SQLException {
        try (var query = connection.prepareStatement("SELECT content FROM meta WHERE name = ?")) {
            query.setString(1, name);
            try (var rows = query.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    private static void remember(Connection connection, Engine engine, String name, String content)
            throws SQLException {
        try (var upsert = connection.prepareStatement(engine.upsertMeta())) {
            upsert.setString(1, name);
            upsert.setString(2, content);
            upsert.executeUpdate();
        }
    }

    private static void close(@org.jspecify.annotations.Nullable HikariDataSource pool, Engine engine) {
        if (pool != null) {
            pool.close();
        }
        engine.close();
    }
}
