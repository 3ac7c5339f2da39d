package holm.cluster;

import static org.awaitility.Awaitility.await;

import holm.cluster.scripted.ScriptedMember;
import holm.cluster.scripted.ScriptedRoot;
import holm.cluster.worker.WorkerRow;
import holm.domain.InstanceId;
import holm.domain.WorkerId;
import holm.persistence.Store;
import holm.persistence.StoreSettings;
import holm.persistence.testing.Journal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** The whole tier over a store on disk, below a scripted root, with a member for scripted workers; all over real links. */
final class RunningCluster implements AutoCloseable {
    /** Generous: two cores serve many tests. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path data;
    private final ScriptedRoot root;
    private final ClusterSettings settings;
    private Store store;
    private ClusterTier tier;
    private ScriptedMember member;

    /** @param data where its store is */
    RunningCluster(Path data, ClusterSettings.Patience patience) throws Exception {
        this.data = data;
        root = new ScriptedRoot();
        settings = ClusterSettings.of("test", "", root.uri())
                .on("127.0.0.1", freePort(), 0)
                .with(patience);
        start();
    }

    ScriptedRoot root() {
        return root;
    }

    /** Through which workers connect; another one after each restart. */
    ScriptedMember member() {
        return member;
    }

    /** With the same data. */
    void restart() throws Exception {
        stop();
        start();
    }

    @Override
    public void close() {
        stop();
        root.close();
    }

    private void start() throws Exception {
        store = Store.open(StoreSettings.inDirectory("cluster_test", data));
        tier = ClusterTier.start(settings, store).toCompletableFuture().get();
        await().atMost(PATIENCE).until(() -> get("/api/cluster/status").contains("\"connected_to_root\":true"));
        member = ScriptedMember.join(settings.port());
    }

    private void stop() {
        member.close();
        tier.stop().toCompletableFuture().join();
        store.close();
    }

    /** @return how many events of the instance are left */
    long events(InstanceId instance) throws SQLException {
        return Journal.events(store, instance.toString());
    }

    /** @return whether no list row shows this worker any more */
    boolean isListedNowhere(WorkerId worker) {
        return store.rows().find(WorkerRow.KIND, worker.value()).isEmpty();
    }

    String get(String path) throws IOException, InterruptedException {
        return http(HttpRequest.newBuilder(uri(path)).build());
    }

    void post(String path) throws IOException, InterruptedException {
        http(HttpRequest.newBuilder(uri(path))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + tier.httpPort() + path);
    }

    private static String http(HttpRequest request) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
