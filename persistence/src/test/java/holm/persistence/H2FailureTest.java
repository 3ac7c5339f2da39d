package holm.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import holm.testing.Needs;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Needs.Root
class H2FailureTest {
    private SmallDisk disk;

    @BeforeEach
    void mount() throws IOException {
        disk = SmallDisk.mount();
    }

    @AfterEach
    void unmount() throws IOException {
        disk.close();
    }

    @Test
    void survivesAFullDisk() throws Exception {
        StoreFailureContract.losesNothingAcknowledged(settings(), "cannot write", disk::fillUp, disk::makeRoom);
    }

    /** H2 does nothing at a commit to a database that it closed, and says nothing. */
    @Test
    void acknowledgesNoTransactionThatBeganBeforeTheDatabaseBroke() throws Exception {
        try (var store = Store.open(settings());
                var connection = store.pool().getConnection()) {
            connection.setAutoCommit(false);
            insert(connection, "lost");
            disk.fillUp();
            await().until(() -> fails(() -> store.remember("x", "y")));
            disk.makeRoom();
            await().untilAsserted(() -> assertThat(store.health()).isEqualTo(new Health.Up()));
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            assertThat(store.fact("lost")).isEmpty();
        }
    }

    @Test
    void refusesToOpenOnAReadOnlyDisk() throws Exception {
        disk.readOnly();
        assertThatThrownBy(() -> Store.open(settings()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(disk.folder().toString())
                .hasMessageContaining("Read-only file system");
        disk.writable();
        Store.open(settings()).close();
    }

    private static void insert(Connection connection, String name) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO meta VALUES (?, '')")) {
            insert.setString(1, name);
            insert.executeUpdate();
        }
    }

    private static boolean fails(StoreFailureContract.Action action) throws Exception {
        try {
            action.run();
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    private StoreSettings settings() {
        return StoreSettings.inDirectory("root", disk.folder());
    }
}
