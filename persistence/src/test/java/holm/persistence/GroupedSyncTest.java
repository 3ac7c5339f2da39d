package holm.persistence;

import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupedSyncTest {
    private final TappedDisk disk = new TappedDisk(new NoDisk());
    private final GroupedSync sync = new GroupedSync("sync", disk);
    private final ExecutorService committers = Executors.newCachedThreadPool();

    @AfterEach
    void close() throws SQLException {
        disk.mend();
        disk.release();
        sync.close();
        committers.shutdownNow();
    }

    @Test
    void letsACommitGoOnlyAfterItsSync() throws Exception {
        disk.hold();
        var commit = commit();
        await().until(disk::holdsSomeone);
        assertThat(commit).isNotDone();
        disk.release();
        commit.get();
        assertThat(disk.syncs).hasValue(1);
    }

    @Test
    void coversNoCommitThatCameAfterTheSyncBegan() throws Exception {
        disk.hold();
        var first = commit();
        await().until(disk::holdsSomeone);
        var late = commit();
        disk.release();
        CompletableFuture.allOf(first, late).get();
        assertThat(disk.syncs).hasValue(2);
    }

    @Test
    void syncsOnceForAllThatWait() throws Exception {
        disk.hold();
        var first = commit();
        await().until(disk::holdsSomeone);
        var others = IntStream.range(0, 50).mapToObj(_ -> commit()).toArray(CompletableFuture[]::new);
        await().until(() -> sync.waiters() == 50);
        disk.release();
        first.get();
        CompletableFuture.allOf(others).get();
        assertThat(disk.syncs).hasValue(2);
    }

    @Test
    void acknowledgesNothingWhenTheSyncFails() {
        disk.breakDown();
        assertThatThrownBy(() -> commit().get())
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("No space left");
        assertThat(sync.trouble()).contains("No space left");
        assertThatThrownBy(sync::begin).hasMessageContaining("No space left");
    }

    @Test
    void neverAcknowledgesACommitOfTheDatabaseThatWasThrownAway() throws Exception {
        var epoch = sync.begin();
        disk.breakDown();
        assertThatThrownBy(() -> commit().get()).isInstanceOf(ExecutionException.class);
        disk.mend();
        await().until(() -> sync.trouble() == null);
        assertThat(disk.reopened.get()).isPositive();
        assertThatThrownBy(() -> sync.await(epoch)).hasMessageContaining("unknown");
        commit().get();
    }

    private CompletableFuture<Void> commit() {
        return runAsync(
                () -> {
                    try {
                        sync.await(sync.begin());
                    } catch (SQLException e) {
                        throw new IllegalStateException(e.getMessage(), e);
                    }
                },
                committers);
    }

    private static final class NoDisk implements GroupedSync.Disk {
        @Override
        public void sync() {}

        @Override
        public void reopen() {}

        @Override
        public void close() {}
    }
}
