package holm.root;

import holm.domain.Resources;
import holm.persistence.Store;
import holm.persistence.StoreException;
import holm.persistence.StoreSettings;
import holm.root.account.AccountSettings;
import holm.root.http.ApiSettings;
import holm.root.instance.InstanceDeadlines;
import holm.root.service.Services;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A whole root over a database of its own, for clusters that do what a test says. */
final class RunningRoot implements AutoCloseable {
    /** Generous: two cores serve many tests. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path directory;
    private Store store;
    private RootTier tier;

    /** @param directory where its database and its key are */
    RunningRoot(Path directory) throws Exception {
        this.directory = directory;
        start(RootSettings.DEFAULT_CLUSTER_LOST_AFTER, RootSettings.DEFAULT_PURGE_AFTER);
    }

    private void start(Duration clusterLostAfter, Duration purgeAfter) throws Exception {
        store = open();
        tier = RootTier.start(
                new RootSettings(
                        "127.0.0.1",
                        0,
                        clusterLostAfter,
                        purgeAfter,
                        InstanceDeadlines.DEFAULT,
                        RootSettings.DEFAULT_SCHEDULER,
                        Optional.of(directory),
                        new AccountSettings(true),
                        ApiSettings.LOCAL),
                store);
    }

    private Store open() throws StoreException {
        return Store.open(StoreSettings.inDirectory("root", directory));
    }

    void restart() throws Exception {
        restart(RootSettings.DEFAULT_CLUSTER_LOST_AFTER);
    }

    void restart(Duration clusterLostAfter) throws Exception {
        restart(clusterLostAfter, RootSettings.DEFAULT_PURGE_AFTER);
    }

    void restart(Duration clusterLostAfter, Duration purgeAfter) throws Exception {
        close();
        start(clusterLostAfter, purgeAfter);
    }

    /** @param writing what somebody else does to the database while no root runs */
    void restartAfter(Consumer<Store> writing) throws Exception {
        close();
        try (var between = open()) {
            writing.accept(between);
        }
        start(RootSettings.DEFAULT_CLUSTER_LOST_AFTER, RootSettings.DEFAULT_PURGE_AFTER);
    }

    @Override
    public void close() {
        join(tier.stop());
        store.close();
    }

    Store store() {
        return store;
    }

    RootParts parts() {
        return tier.parts();
    }

    Services services() {
        return tier.parts().services();
    }

    int httpPort() {
        return tier.httpPort();
    }

    /** With more room than anybody needs. */
    ScriptedCluster cluster(String name) {
        return new ScriptedCluster(name, httpPort());
    }

    ScriptedCluster cluster(String name, Resources capacity) {
        return new ScriptedCluster(name, httpPort(), capacity);
    }

    /** Waits for an answer. */
    static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
