package holm.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import holm.app.cli.Api;
import holm.app.cli.CommandFailure;
import holm.app.cli.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Deploys an example application and says, step by step with times, what happens until its container answers. */
public final class Demo {
    static final int HOST_PORT = 18_080;
    private static final String PAGE = "Hello from a container that Holm runs.\n";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    /** Absent where the kernel has no IPv6. */
    private static final Path IPV6 = Path.of("/proc/net/if_inet6");

    private static final JsonMapper JSON = new JsonMapper();
    private final Api api;
    private final Path directory;
    private final boolean hasOverlay;
    private final PrintStream out;
    private long began;

    /**
     * @param directory where the image's archive is written
     * @param hasOverlay whether services are reached at addresses of their own
     */
    public Demo(Api api, Path directory, boolean hasOverlay, PrintStream out) {
        this.api = api;
        this.directory = directory;
        this.hasOverlay = hasOverlay;
        this.out = out;
    }

    /** @throws CommandFailure when the container does not answer in time */
    public void run() throws IOException, InterruptedException {
        began = System.nanoTime();
        var image = DemoImage.write(directory.resolve("hello.tar"), PAGE);
        step("made an image from busybox, without a registry: %s".formatted(image));
        var service = existing().orElseGet(() -> create(image));
        if (service.path("instance_list").isEmpty()) {
            api.post(
                    "/api/service/%s/instance"
                            .formatted(service.path("microserviceID").asText()),
                    Optional.empty());
            step("asked for one instance: POST /api/service/%s/instance"
                    .formatted(service.path("microserviceID").asText()));
        }
        await(service.path("microserviceID").asText());
        step(answer("http://127.0.0.1:%d/".formatted(HOST_PORT)));
        if (hasOverlay) {
            for (var url : serviceUrls(service.path("microserviceID").asText())) {
                step(answer(url));
            }
        }
    }

    /** @return where the service is reached, whichever worker its instances are on */
    private List<String> serviceUrls(String service) {
        var addresses = api.get("/api/service/%s/addresses".formatted(service)).path("addresses");
        var v4 = "http://%s/".formatted(addresses.path("rr_ip").asText());
        var v6 = "http://[%s]/".formatted(addresses.path("rr_ip_v6").asText());
        return Files.exists(IPV6) ? List.of(v4, v6) : List.of(v4);
    }

    private Optional<JsonNode> existing() {
        for (var application : api.get("/api/applications")) {
            if ("hello".equals(application.path("application_name").asText())
                    && "demo".equals(application.path("application_namespace").asText())) {
                step("found the application hello of an earlier run");
                return Optional.of(api.get("/api/services/"
                                + application.path("applicationID").asText())
                        .path(0));
            }
        }
        return Optional.empty();
    }

    private JsonNode create(Path image) {
        var descriptor = JSON.createObjectNode().put("sla_version", "v2.0").put("customerID", "Admin");
        var application = descriptor.putArray("applications").addObject();
        application
                .put("applicationID", "")
                .put("application_name", "hello")
                .put("application_namespace", "demo")
                .put("application_desc", "The demo of holm up");
        var service = application.putArray("microservices").addObject();
        service.put("microserviceID", "")
                .put("microservice_name", "web")
                .put("microservice_namespace", "demo")
                .put("virtualization", "container");
        service.put("code", "docker-archive:" + image)
                .put("memory", 64)
                .put("vcpus", 1)
                .put("port", HOST_PORT + ":80/tcp");
        service.putArray("cmd")
                .add("httpd")
                .add("-f")
                .add("-v")
                .add("-p")
                .add("80")
                .add("-h")
                .add("/www");
        for (var each : api.post("/api/application", Optional.of(descriptor))) {
            if ("hello".equals(each.path("application_name").asText())) {
                step("created the application hello with the service web: POST /api/application");
                return api.get("/api/services/" + each.path("applicationID").asText())
                        .path(0);
            }
        }
        throw new CommandFailure(ExitCode.REFUSED, "the demo's application was not created");
    }

    /** Prints each status once, as it is seen. */
    private void await(String service) throws InterruptedException {
        var seen = new HashSet<String>();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (var instance : api.get("/api/service/" + service).path("instance_list")) {
                var status = instance.path("status").asText();
                var detail = instance.path("status_detail").asText();
                if (seen.add(status + detail)) {
                    step("instance %d: %s%s"
                            .formatted(
                                    instance.path("instance_number").asInt(),
                                    status,
                                    detail.isEmpty() ? "" : " (" + detail + ")"));
                }
                if ("RUNNING".equals(status)) {
                    return;
                }
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        throw new CommandFailure(
                ExitCode.TIMED_OUT,
                "the demo's instance does not run after %d s; see: holm ps".formatted(PATIENCE.toSeconds()));
    }

    /** The process runs; its server may need a moment to listen. */
    private static String answer(String url) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(5))
                .build();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            while (true) {
                try {
                    return "%s answered: %s"
                            .formatted(
                                    url,
                                    http.send(request, BodyHandlers.ofString())
                                            .body()
                                            .strip());
                } catch (IOException notYet) {
                    if (System.nanoTime() > deadline) {
                        throw new CommandFailure(
                                ExitCode.TIMED_OUT,
                                "the demo's container does not answer at %s: %s".formatted(url, notYet));
                    }
                    Thread.sleep(BETWEEN_LOOKS);
                }
            }
        }
    }

    private void step(String what) {
        out.printf("  %6.2f s  %s%n", (System.nanoTime() - began) / 1e9, what);
    }
}
