package holm.e2e.bench;

import holm.e2e.support.ApiClient;
import holm.e2e.support.HolmProcess;
import holm.e2e.support.Installation;
import holm.e2e.support.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A killed process with many simulated instances: from its next start until each was compared with its worker. */
final class Recovery {
    private static final int REPLICAS = 500;
    private static final int RUNS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** Instances reserve a part of a core each: two cores have to be promised very often. */
    private static final String CONFIGURATION = "holm.cluster.cpu-overcommit = 1000\n";

    private final Installation holm;
    private final HolmProcess process;
    private final int instances;

    private Recovery(Installation holm, int instances) throws IOException {
        this.holm = holm;
        this.instances = instances;
        Files.createDirectories(holm.files());
        var configuration = Files.writeString(holm.files().resolve("holm.conf"), CONFIGURATION);
        this.process = holm.upSimulated("--config", configuration.toString());
    }

    static void run(int instances) throws Exception {
        var holm = Installation.create("rec", 26_000);
        try {
            new Recovery(holm, instances).measure();
        } finally {
            holm.remove();
        }
    }

    private void measure() throws Exception {
        var table = new Table("recovery", "ready", "compared by the cluster", "compared by the root", "RSS");
        process.start().awaitReady();
        process.killHard();
        table.row("baseline: nothing to recover", times(0));
        deploy(holm.api());
        for (var run = 1; run <= RUNS; run++) {
            process.killHard();
            table.row("%d instances, run %d".formatted(instances, run), times(instances));
        }
        table.print();
    }

    /** A service at a time: how fast a burst is placed is another question. */
    private void deploy(ApiClient api) throws Exception {
        var started = System.nanoTime();
        var application = api.create(Descriptor.simulated("many", (instances + REPLICAS - 1) / REPLICAS));
        var wanted = 0;
        for (var service : application.path("microservices")) {
            var replicas = Math.min(REPLICAS, instances - wanted);
            api.put("/api/service/" + service.asText() + "/replicas", Map.of("replicas", replicas))
                    .ok();
            wanted += replicas;
            awaitRunning(wanted);
        }
        System.out.printf(
                "%d instances run after %d s%n%n",
                instances, Duration.ofNanos(System.nanoTime() - started).toSeconds());
    }

    private void awaitRunning(int wanted) throws Exception {
        Patience.until(wanted + " running instances", PATIENCE, () -> {
            Thread.sleep(Duration.ofMillis(100));
            return Scrape.of(holm.ports().root()).sum("holm_instances", "status=\"RUNNING\"") >= wanted;
        });
    }

    /** @return times from the start of the process, and its resident memory at the end of them */
    private List<String> times(int compared) throws Exception {
        var ready = process.start().awaitReady();
        var byCluster = whenCompared(holm.ports().cluster(), compared);
        var byRoot = whenCompared(holm.ports().root(), compared);
        return List.of(
                ready.toMillis() + " ms",
                byCluster.toMillis() + " ms",
                byRoot.toMillis() + " ms",
                Machine.residentMebiBytes(process.pid()) + " MiB");
    }

    private Duration whenCompared(int port, int instances) throws Exception {
        Patience.until(
                "the comparison", PATIENCE, () -> Scrape.of(port).sum("holm_reconcile_instances_total") >= instances);
        return process.age();
    }
}
