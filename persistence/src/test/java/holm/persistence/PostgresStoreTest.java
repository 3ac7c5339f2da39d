package holm.persistence;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.persistence.testing.PostgresServer;
import holm.testing.Needs;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Needs.Root
@Needs.Postgres
class PostgresStoreTest extends StoreContract {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static PostgresServer server;
    private String tier;

    @BeforeAll
    static void startServer() throws IOException {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void chooseSchema() {
        tier = "test_" + SCHEMAS.incrementAndGet();
    }

    @Override
    StoreSettings settings() {
        return server.settings(tier);
    }

    @Test
    void saysThatAServerCannotBeReached() {
        var nowhere = new StoreSettings(
                "root",
                Optional.empty(),
                Optional.of("jdbc:postgresql://127.0.0.1:1/holm"),
                Optional.of("holm"),
                Optional.of("x"),
                4);
        assertThatThrownBy(() -> Store.open(nowhere))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot reach PostgreSQL");
    }

    @Test
    void saysThatAPasswordIsWrong() {
        var wrong = StoreSettings.onPostgres("root", server.jdbcUrl(), server.user(), "guess");
        assertThatThrownBy(() -> Store.open(wrong))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("password")
                .hasMessageNotContaining("guess");
    }
}
