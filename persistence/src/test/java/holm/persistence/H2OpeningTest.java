package holm.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2OpeningTest {
    @TempDir
    Path directory;

    /** With CHECKPOINT SYNC, 14 of 40 rounds had a write under way after it. */
    @Test
    void syncsNothingBeforeH2sOwnWriterHasWrittenIt() throws Exception {
        SlowFile.register();
        var opening = new H2Opening("jdbc:h2:slow:" + directory.resolve("holm"));
        try (var connection = opening.open();
                var statement = connection.createStatement()) {
            var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
            var store = session.getDatabase().getStore().getMvStore();
            statement.execute("CREATE TABLE t (id INT)");
            for (var round = 0; round < 15; round++) {
                opening.sync();
                statement.execute("INSERT INTO t VALUES (" + round + ")");
                store.tryCommit(); // what that writer does
                opening.sync();
                assertThat(SlowFile.WRITING).hasValue(0);
            }
        }
        opening.shutDown();
    }

    @Test
    void opensAgainWhateverIsStillDoneWithOldConnections() throws Exception {
        var disk = new H2Disk(directory.resolve("holm"));
        for (var round = 0; round < 20; round++) {
            var old = disk.opening();
            try (var connection = old.open();
                    var statement = connection.createStatement()) {
                disk.reopen();
                assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
                assertThatThrownBy(old::open).hasMessageContaining("opened again");
            }
            disk.sync();
            disk.opening().open().close();
        }
        disk.close();
    }

    /** As the pool does when it has asked for the opening just before it ended. */
    @Test
    void givesItsFileToNobodyWhoComesLate() throws Exception {
        var lease = H2File.lease();
        var url = "jdbc:h2:" + lease.nameOf(directory.resolve("holm"));
        var opening = new H2Opening(url);
        opening.abandon();
        assertThatThrownBy(() -> new H2Opening(url)).hasRootCauseMessage("the database is being opened again");
        lease.end();
        assertThatThrownBy(() -> new H2Opening(url)).hasRootCauseMessage("the database is being opened again");
    }
}
