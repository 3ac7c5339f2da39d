package holm.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import holm.persistence.testing.PostgresServer;
import holm.testing.Needs;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Needs.Root
@Needs.Postgres
class PostgresFailureTest {
    private PostgresServer server;

    @BeforeEach
    void start() throws IOException {
        server = PostgresServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void survivesACrashedServer() throws Exception {
        StoreFailureContract.losesNothingAcknowledged(
                server.settings("root"), "PostgreSQL does not answer", server::crash, server::resume);
    }

    @Test
    void survivesARestartedServer() throws Exception {
        StoreFailureContract.losesNothingAcknowledged(
                server.settings("root"), "PostgreSQL does not answer", server::stop, server::resume);
    }

    @Test
    void survivesAServerThatHangs() throws Exception {
        StoreFailureContract.losesNothingAcknowledged(
                server.settings("root"), "PostgreSQL does not answer", server::freeze, server::thaw);
    }

    @Test
    void writesNothingMoreAfterAnotherProcessTookOver() throws Exception {
        try (var first = Store.open(server.settings("root"))) {
            loseLock();
            try (var second = openAtOnce()) {
                await().until(() -> !first.health().isUp());
                assertThatThrownBy(() -> first.remember("x", "first")).isInstanceOf(SQLException.class);
                second.remember("x", "second");
                assertThat(second.fact("x")).contains("second");
            }
            await().untilAsserted(() -> assertThat(first.health())
                    .isInstanceOfSatisfying(
                            Health.Down.class, down -> assertThat(down.reason()).contains("taken the schema")));
        }
    }

    @Test
    void takesALostLockBackWhenNobodyHadIt() throws Exception {
        try (var store = Store.open(server.settings("root"))) {
            loseLock();
            await().until(() -> !store.health().isUp());
            await().until(() -> store.health().isUp());
            store.remember("x", "y");
            assertThat(store.generation()).isEqualTo(1);
        }
    }

    private Store openAtOnce() {
        return await().ignoreExceptions().until(() -> Store.open(server.settings("root")), opened -> true);
    }

    /** Ends the session that holds the lock, as a network between the two would. */
    private void loseLock() throws SQLException {
        try (var admin = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = admin.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'");
        }
    }
}
