package holm.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2 rewrites its file as a log; with the wrong settings it grows to hundreds of times of what it holds. */
class FileSizeTest {
    private static final int COMMITS = 100_000;
    private static final int ENTITIES = 400;
    private static final int WRITERS = 8;
    private static final int EVENT_BYTES = 200;
    private static final int SNAPSHOT_BYTES = 4_000;
    private static final int SNAPSHOT_EVERY = 100;
    private static final int MOST_TIMES_LIVE = 10;

    @TempDir
    Path directory;

    @Test
    @Tag("slow")
    void staysBelowTenTimesTheLiveDataUnderAHundredThousandCommits() throws Exception {
        var settings = new StoreSettings(
                "root",
                java.util.Optional.of(directory),
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                WRITERS);
        var disk = new AtomicReference<TappedDisk>();
        try (var store = Store.open(settings, raw -> {
                    disk.set(new TappedDisk(raw));
                    return disk.get();
                });
                var threads = Executors.newFixedThreadPool(WRITERS)) {
            var largest = new AtomicLong();
            var began = System.nanoTime();
            var writers = new ArrayList<Callable<Void>>();
            for (var writer = 0; writer < WRITERS; writer++) {
                writers.add(writer(store, writer, largest));
            }
            for (var done : threads.invokeAll(writers)) {
                done.get();
            }
            var seconds = (System.nanoTime() - began) / 1e9;
            var live = liveBytes(store);
            System.out.printf(
                    "%d commits in %.1f s: %.0f commits/s, %d syncs; live %.1f MiB, file %.1f MiB (largest %.1f MiB)%n",
                    COMMITS,
                    seconds,
                    COMMITS / seconds,
                    disk.get().syncs.get(),
                    live / 1048576.0,
                    file() / 1048576.0,
                    largest.get() / 1048576.0);
            assertThat(largest.get())
                    .as("largest file in bytes, of %d live", live)
                    .isLessThanOrEqualTo(MOST_TIMES_LIVE * live);
        }
    }

    private Callable<Void> writer(Store store, int writer, AtomicLong largest) {
        return () -> {
            for (var i = 0; i < COMMITS / WRITERS; i++) {
                var entity = "e" + (writer + WRITERS * (i % (ENTITIES / WRITERS)));
                var sequence = i / (ENTITIES / WRITERS) + 1L;
                store.database().transaction(connection -> {
                    insert(connection, entity, sequence);
                    if (sequence % SNAPSHOT_EVERY == 0) {
                        snapshot(connection, entity, sequence);
                    }
                    return 0;
                });
                if (i % 1_000 == 0) {
                    largest.accumulateAndGet(file(), Math::max);
                }
            }
            return null;
        };
    }

    private static void insert(Connection connection, String entity, long sequence) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,"
                        + " event_payload, event_ser_id, event_ser_manifest) VALUES (?, ?, 'w', 0, '', ?, 1, 'counter-added-v1')")) {
            insert.setString(1, entity);
            insert.setLong(2, sequence);
            insert.setBytes(3, new byte[EVENT_BYTES]);
            insert.executeUpdate();
        }
    }

    private static void snapshot(Connection connection, String entity, long sequence) throws SQLException {
        try (var insert = connection.prepareStatement(
                        "MERGE INTO snapshot (persistence_id, sequence_number, created, snapshot_ser_id, snapshot_ser_manifest,"
                                + " snapshot_payload) KEY (persistence_id, sequence_number) VALUES (?, ?, 0, 1, 'counter-state-v1', ?)");
                var deleteEvents = connection.prepareStatement(
                        "DELETE FROM event_journal WHERE persistence_id = ? AND sequence_number <= ?");
                var deleteSnapshots = connection.prepareStatement(
                        "DELETE FROM snapshot WHERE persistence_id = ? AND sequence_number <= ?")) {
            insert.setString(1, entity);
            insert.setLong(2, sequence);
            insert.setBytes(3, new byte[SNAPSHOT_BYTES]);
            insert.executeUpdate();
            for (var delete : List.of(deleteEvents, deleteSnapshots)) {
                delete.setString(1, entity);
                delete.setLong(2, sequence - SNAPSHOT_EVERY);
                delete.executeUpdate();
            }
        }
    }

    private static long liveBytes(Store store) throws SQLException {
        return store.database().transaction(connection -> {
            try (var rows = connection
                    .createStatement()
                    .executeQuery("SELECT (SELECT SUM(OCTET_LENGTH(event_payload) + 100) FROM event_journal)"
                            + " + (SELECT SUM(OCTET_LENGTH(snapshot_payload) + 100) FROM snapshot)")) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private long file() throws IOException {
        return Files.size(directory.resolve("root/holm.mv.db"));
    }
}
