package holm.e2e.bench;

import holm.e2e.support.ApiClient;
import holm.e2e.support.Installation;
import holm.e2e.support.LocalImage;
import java.time.Duration;

/** From the API call until an API client sees {@code RUNNING}, the image being there; by turns with the engine alone. */
final class DeployLatency {
    private static final int WARM_UP = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final Installation holm;
    private final ApiClient api;
    private final String service;
    private final Samples deployed = new Samples();
    private final Samples answered = new Samples();
    private final Samples raw = new Samples();

    private DeployLatency(Installation holm, ApiClient api, String service) {
        this.holm = holm;
        this.api = api;
        this.service = service;
    }

    static void run(int runs) throws Exception {
        var holm = Installation.create("lat", 25_000);
        try {
            holm.up().start().awaitReady();
            var api = holm.api();
            var image = LocalImage.code(holm.files());
            var application = api.create(Descriptor.container("latency", image, LocalImage.STAY));
            var service = application.path("microservices").path(0).asText();
            new DeployLatency(holm, api, service).measure(runs);
        } finally {
            holm.remove();
        }
    }

    private void measure(int runs) throws Exception {
        try (var watch = Watch.start(api);
                var podman = rawPodman(watch)) {
            for (var turn = -WARM_UP; turn < runs; turn++) {
                deploy(watch, turn >= 0);
                var taken = podman.createAndStart();
                if (turn >= 0) {
                    raw.add(taken);
                }
            }
        }
        new Table("deploy-latency", "runs", "p50", "p99", "max")
                .row("API call to RUNNING seen by a client", deployed.cells())
                .row("API call to its answer (durable)", answered.cells())
                .row("baseline: podman create + start, same socket", raw.cells())
                .print();
        System.out.printf("p50 over the baseline: %.0f ms%n", deployed.millis(0.5) - raw.millis(0.5));
    }

    /** Needs a first container of Holm's: the image is loaded with it. */
    private RawPodman rawPodman(Watch watch) throws Exception {
        var number = api.deploy(service);
        watch.arrivalOf(service + "." + number, "RUNNING");
        var podman = RawPodman.beside(
                holm.podman(), holm.podman().running().getFirst().id());
        undeploy(watch, number);
        return podman;
    }

    private void deploy(Watch watch, boolean counts) throws Exception {
        var called = System.nanoTime();
        var number = api.deploy(service);
        var answer = System.nanoTime();
        var running = watch.arrivalOf(service + "." + number, "RUNNING");
        if (counts) {
            answered.add(answer - called);
            deployed.add(running - called);
        }
        undeploy(watch, number);
    }

    private void undeploy(Watch watch, int number) throws Exception {
        api.delete("/api/service/" + service + "/instance/" + number).ok();
        watch.arrivalOf(service + "." + number, "UNDEPLOYED");
        Patience.until(
                "the end of the container", PATIENCE, () -> holm.namespaces().isEmpty());
    }
}
