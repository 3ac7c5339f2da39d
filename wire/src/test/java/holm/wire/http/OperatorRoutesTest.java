package holm.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Refusal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.server.Directives;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorRoutesTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Metrics METRICS = new Metrics("root");
    private static final AtomicReference<Readiness> READINESS = new AtomicReference<>(new Readiness.Ready());
    private static final Refusal REFUSAL =
            Refusal.invalid("applications[0].microservices[0].memory", "memory is -1", "a number of MiB from 0");
    private static String base = "";

    @BeforeAll
    static void listen() {
        var route = Directives.concat(
                OperatorRoutes.create(METRICS, READINESS::get),
                Directives.path("refuse", () -> Directives.complete(Problem.of(REFUSAL))));
        var binding = Http.get(KIT.system())
                .newServerAt("127.0.0.1", 0)
                .bind(route)
                .toCompletableFuture()
                .join();
        base = "http://127.0.0.1:" + binding.localAddress().getPort();
    }

    @AfterAll
    static void stop() {
        METRICS.close();
        KIT.shutdownTestKit();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/metrics", "/metrics/", "/health/live", "/health/live/", "/health/ready", "/health/ready/"})
    void answersWithAndWithoutASlashAtTheEnd(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void servesMeasurementsInPrometheusFormat() throws Exception {
        METRICS.counter("holm.restarts", "Instances started again", "why", "exit")
                .increment();
        METRICS.gauge("holm.instances", "Instances", () -> 7, "status", "RUNNING");
        var answer = get("/metrics");
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(answer.body())
                .contains("holm_restarts_total{tier=\"root\",why=\"exit\"} 1.0")
                .contains("holm_instances{status=\"RUNNING\",tier=\"root\"} 7.0")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void saysWhatIsMissingWhenItIsNotReady() throws Exception {
        READINESS.set(new Readiness.NotReady("the database does not answer"));
        try {
            assertThat(get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(get("/health/ready").body()).isEqualTo("{\"status\":\"the database does not answer\"}");
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
        } finally {
            READINESS.set(new Readiness.Ready());
        }
    }

    @Test
    void writesARefusalAsAProblem() throws Exception {
        var answer = get("/refuse");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(Json.mapper().readTree(answer.body()).get("field").asText())
                .isEqualTo("applications[0].microservices[0].memory");
        assertThat(Json.mapper().readTree(answer.body()).get("status").asInt()).isEqualTo(422);
        assertThat(Json.mapper().readTree(answer.body()).get("detail").asText())
                .isEqualTo("memory is -1: a number of MiB from 0");
    }

    private static HttpResponse<String> get(String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(base + path)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
