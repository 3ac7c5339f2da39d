package holm.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import holm.e2e.support.ApiClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Follows {@code GET /api/events} and says when an instance reached a status. */
public final class Watch implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long PATIENCE_SECONDS = 60;
    private final InputStream stream;
    private final Map<String, CompletableFuture<Long>> seen = new ConcurrentHashMap<>();

    private Watch(InputStream stream) {
        this.stream = stream;
    }

    public static Watch start(ApiClient api) throws IOException, InterruptedException {
        var watch = new Watch(api.events("/api/events"));
        Thread.ofPlatform().daemon().name("watch").start(watch::read);
        return watch;
    }

    /** @return {@link System#nanoTime} when the event arrived */
    public long arrivalOf(String instance, String status) throws Exception {
        return at(instance, status).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private CompletableFuture<Long> at(String instance, String status) {
        return seen.computeIfAbsent(instance + " " + status, _ -> new CompletableFuture<>());
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    note(JSON.readTree(line.substring("data:".length())).path("detail"));
                }
            }
        } catch (IOException ended) {
            seen.values().forEach(waiting -> waiting.completeExceptionally(ended));
        }
    }

    private void note(JsonNode detail) {
        at(detail.path("instance").asText(), detail.path("status").asText()).complete(System.nanoTime());
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
