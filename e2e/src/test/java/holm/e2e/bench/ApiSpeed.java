package holm.e2e.bench;

import holm.e2e.support.ApiClient;
import holm.e2e.support.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Lists and single services under load, beside a server that only sends the same bytes. */
final class ApiSpeed {
    private static final int SERVICES_IN_AN_APPLICATION = 100;
    private static final int CLIENTS = 4;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private final Table table = new Table("api", "requests/s", "requests", "p50", "p99", "max");

    static void run(int services) throws Exception {
        var holm = Installation.create("api", 25_500);
        try {
            holm.upSimulated().start().awaitReady();
            var api = holm.api();
            for (var done = 0; done < services; done += SERVICES_IN_AN_APPLICATION) {
                api.create(Descriptor.simulated("app" + done, Math.min(SERVICES_IN_AN_APPLICATION, services - done)));
            }
            new ApiSpeed().measure(api);
        } finally {
            holm.remove();
        }
    }

    private void measure(ApiClient api) throws Exception {
        var one = api.services().getFirst();
        for (var path : List.of(
                "/api/service/" + one.path("microserviceID").asText(),
                "/api/services/" + one.path("applicationID").asText(),
                "/api/services",
                "/api/applications")) {
            var body = api.get(path).text();
            row("GET %s (%d kB)".formatted(path.replaceAll("[0-9a-f]{24}", "{id}"), body.length() / 1_000), api, path);
            try (var plain = new PlainServer(body)) {
                row("baseline: the same bytes from the JDK's HTTP server", new ApiClient(plain.port()), "/");
            }
        }
        table.print();
    }

    private void row(String name, ApiClient client, String path) throws Exception {
        load(client, path, WARM_UP);
        var samples = load(client, path, MEASURED);
        var cells = new ArrayList<>(List.of("%.0f".formatted(samples.count() / (double) MEASURED.toSeconds())));
        cells.addAll(samples.cells());
        table.row(name, cells);
    }

    /** So many clients, each of which asks again as soon as it is answered. */
    private static Samples load(ApiClient client, String path, Duration time) throws Exception {
        var samples = new Samples();
        var until = System.nanoTime() + time.toNanos();
        Callable<Samples> asking = () -> {
            while (System.nanoTime() - until < 0) {
                var asked = System.nanoTime();
                client.get(path).ok();
                samples.add(System.nanoTime() - asked);
            }
            return samples;
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var asked : threads.invokeAll(Collections.nCopies(CLIENTS, asking))) {
                asked.get();
            }
        }
        return samples;
    }
}
