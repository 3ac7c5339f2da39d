package holm.persistence;

import holm.persistence.testing.PostgresServer;
import holm.testing.Needs;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

@Needs.Root
@Needs.Postgres
class PostgresPurgeTest extends PurgeContract {
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
        tier = "purge_" + SCHEMAS.incrementAndGet();
    }

    @Override
    StoreSettings settings() {
        return server.settings(tier);
    }
}
