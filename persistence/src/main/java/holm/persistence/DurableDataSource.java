package holm.persistence;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections whose commits return only after they are durable, whoever commits (Slick, migrations, ours) and however: {@code
 * commit()}, a writing statement in auto-commit, or turning auto-commit on. Holm uses no updatable result sets, which would get past.
 */
final class DurableDataSource implements DataSource {
    /** Opens a connection of the driver. */
    @FunctionalInterface
    interface Opener {
        Connection open() throws SQLException;
    }

    /** A database as it was opened once. */
    @FunctionalInterface
    interface Opening extends Opener {
        /**
         * @return whether the database was not reopened since. A connection of an older opening is not valid, and a commit on it
         *     would be lost: H2 lets it pass in silence (TransactionStore.commit does nothing when its store is closed).
         */
        default boolean isCurrent() {
            return true;
        }
    }

    private static final Object[] NONE = {};

    private final Supplier<? extends Opening> newest;
    private final CommitCount durability;

    /** @param newest the newest opening */
    DurableDataSource(Supplier<? extends Opening> newest, Durability durability) {
        this.newest = newest;
        this.durability = new CommitCount(durability);
    }

    CommitCount commits() {
        return durability;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var opening = newest.get();
        var handler = new ConnectionHandler(opening, opening.open(), durability);
        var proxy = proxy(Connection.class, handler);
        handler.self = proxy;
        return proxy;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the store knows its user");
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(DurableDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object forward(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments == null ? NONE : arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    @SuppressWarnings("ReferenceEquality") // asking the proxy would come back here
    private static boolean same(Object proxy, Object @Nullable [] arguments) {
        return arguments != null && proxy == arguments[0];
    }

    /** One connection; like every JDBC connection, for one thread at a time. */
    private static final class ConnectionHandler implements InvocationHandler {
        private final Opening opening;
        private final Connection driver;
        private final Durability durability;
        private @Nullable Connection self;
        /** Whether the open transaction wrote anything. */
        private boolean written;

        ConnectionHandler(Opening opening, Connection driver, Durability durability) {
            this.opening = opening;
            this.driver = driver;
            this.durability = durability;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            return switch (method.getName()) {
                case "commit" -> durably(method, arguments);
                case "setAutoCommit" -> setAutoCommit(method, arguments);
                case "rollback" -> {
                    written = false;
                    yield forward(driver, method, arguments);
                }
                case "createStatement", "prepareStatement", "prepareCall" -> statement(method, arguments);
                case "isValid" -> opening.isCurrent() && Boolean.TRUE.equals(forward(driver, method, arguments));
                case "equals" -> same(proxy, arguments);
                case "hashCode" -> System.identityHashCode(proxy);
                default -> forward(driver, method, arguments);
            };
        }

        /**
         * @return the epoch of what will be committed. Asked in this order, an opening that is current is the one of that epoch,
         *     because an opening ends only between two epochs.
         */
        private long begin() throws SQLException {
            var epoch = durability.begin();
            if (!opening.isCurrent()) {
                throw new SQLTransientException(
                        "the database was opened again during the transaction; nothing was written", "08003");
            }
            return epoch;
        }

        private @Nullable Object setAutoCommit(Method method, Object @Nullable [] arguments) throws Throwable {
            var on = arguments != null && Boolean.TRUE.equals(arguments[0]);
            return on && !driver.getAutoCommit() ? durably(method, arguments) : forward(driver, method, arguments);
        }

        /** Runs what ends the transaction, and waits if it wrote. */
        private @Nullable Object durably(Method method, Object @Nullable [] arguments) throws Throwable {
            if (!written) {
                return forward(driver, method, arguments);
            }
            var epoch = begin();
            var result = forward(driver, method, arguments);
            written = false;
            durability.await(epoch);
            return result;
        }

        private Object statement(Method method, Object @Nullable [] arguments) throws Throwable {
            var statement = forward(driver, method, arguments);
            var sql = arguments != null && arguments.length > 0 && arguments[0] instanceof String text ? text : "";
            return switch (statement) {
                case CallableStatement call -> proxy(CallableStatement.class, new StatementHandler(this, call, sql));
                case PreparedStatement prepared ->
                    proxy(PreparedStatement.class, new StatementHandler(this, prepared, sql));
                case Statement plain -> proxy(Statement.class, new StatementHandler(this, plain, sql));
                case null, default -> throw new IllegalStateException(method + " answered " + statement);
            };
        }
    }

    private record StatementHandler(ConnectionHandler connection, Statement driver, String prepared)
            implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            return switch (method.getName()) {
                case "execute",
                        "executeUpdate",
                        "executeLargeUpdate",
                        "executeQuery",
                        "executeBatch",
                        "executeLargeBatch" -> execute(method, arguments);
                case "getConnection" -> connection.self;
                case "equals" -> same(proxy, arguments);
                case "hashCode" -> System.identityHashCode(proxy);
                default -> forward(driver, method, arguments);
            };
        }

        private @Nullable Object execute(Method method, Object @Nullable [] arguments) throws Throwable {
            var sql =
                    arguments != null && arguments.length > 0 && arguments[0] instanceof String text ? text : prepared;
            if (onlyReads(sql)) {
                return forward(driver, method, arguments);
            }
            if (!connection.driver.getAutoCommit()) {
                connection.written = true;
                return forward(driver, method, arguments);
            }
            var epoch = connection.begin();
            var result = forward(driver, method, arguments);
            connection.durability.await(epoch);
            return result;
        }

        private static boolean onlyReads(String sql) {
            var start = sql.stripLeading();
            var word = start.substring(0, Math.min(6, start.length())).toLowerCase(Locale.ROOT);
            return word.equals("select")
                    || word.startsWith("values")
                    || word.startsWith("show ")
                    || word.startsWith("set ");
        }
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // Drivers log by themselves.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The engine has set it.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException("nothing gets past durability: " + type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
