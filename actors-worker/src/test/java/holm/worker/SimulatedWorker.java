package holm.worker;

import holm.overlay.InstanceNetworks;
import holm.overlay.network.NoNetworks;
import holm.runtimes.simulated.SimulatedRuntime;
import holm.wire.http.Readiness;
import holm.worker.overlay.OverlayPart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A whole worker, {@code edge-1}, whose instances are simulated. The next one in the same folder is the same worker, started again. */
final class SimulatedWorker implements AutoCloseable {
    static final InstanceNetworks NO_NETWORKS = new NoNetworks("this is a test");

    private final SimulatedRuntime runtime;
    private final WorkerTier tier;

    private SimulatedWorker(SimulatedRuntime runtime, WorkerTier tier) {
        this.runtime = runtime;
        this.tier = tier;
    }

    /** @param cluster address of its cluster */
    static SimulatedWorker start(Path folder, String cluster, InstanceNetworks networks) throws Exception {
        return start(folder, cluster, networks, Optional.empty());
    }

    static SimulatedWorker start(Path folder, String cluster, InstanceNetworks networks, Optional<OverlayPart> overlay)
            throws Exception {
        var settings = WorkerSettings.of("edge-1", state(folder), cluster, "127.0.0.1", 0);
        var runtime = new SimulatedRuntime(folder.resolve("simulated"));
        return new SimulatedWorker(runtime, WorkerTier.start(settings, List.of(runtime), networks, overlay));
    }

    /** @return where it keeps what it knows */
    static Path state(Path folder) {
        return folder.resolve("worker");
    }

    Readiness readiness() {
        return tier.readiness();
    }

    /** @return what it answers to its operator */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:%d%s".formatted(tier.httpPort(), path));
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Its instances go on. */
    @Override
    public void close() {
        tier.stop().toCompletableFuture().join();
        runtime.close();
    }
}
