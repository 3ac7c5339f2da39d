package holm.e2e.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import holm.e2e.support.ApiClient;
import holm.e2e.support.Installation;
import holm.e2e.support.LocalImage;
import holm.e2e.support.OwnHolm;
import holm.testing.Documents;
import holm.testing.Needs;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real containers by the published descriptors, deployed with curl and with {@code holm apply}. */
@Needs.Root
@Needs.Podman
class DescriptorsE2eTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final OwnHolm HOLM = new OwnHolm("desc", 21_000);

    private static Installation holm;
    private static ApiClient api;
    private static String image;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        holm = HOLM.get();
        image = LocalImage.code(holm.files());
        holm.up().start().awaitReady();
        api = holm.api();
    }

    static Stream<String> containers() {
        return Descriptors.CONTAINERS.stream();
    }

    @AfterEach
    void leavesNothing() throws IOException, InterruptedException {
        api.deleteApplications();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(holm.podman().running()).isEmpty();
            assertThat(holm.namespaces()).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("containers")
    void runsByTheCallsOfOakestrasDocumentation(String name) throws IOException, InterruptedException {
        var curl = Curl.logIn("http://127.0.0.1:" + holm.ports().root());
        var file = Descriptors.withImage(name, image, holm.files());
        var application = curl.register(file).path(0);
        var services = ApiClient.stream(application.path("microservices"))
                .map(JsonNode::asText)
                .toList();
        assertThat(services)
                .hasSameSizeAs(Descriptors.services(Descriptors.read(name)).toList());
        for (var service : services) {
            assertThat(curl.deploy(service).path("message").asText()).isEqualTo("ok");
        }
        for (var service : services) {
            var wanted = curl.service(service).path("one_shot").asBoolean() ? "COMPLETED" : "RUNNING";
            await().atMost(PATIENCE).untilAsserted(() -> {
                var instance = curl.service(service).path("instance_list").path(0);
                assertThat(instance.path("status").asText())
                        .as(instance.toString())
                        .isEqualTo(wanted);
            });
            assertThat(curl.logs(service, 0).isArray()).isTrue();
        }
        for (var service : services) {
            curl.undeploy(service, 0);
        }
        await().atMost(PATIENCE).until(() -> holm.podman().running().isEmpty());
        curl.delete(application.path("applicationID").asText());
    }

    @ParameterizedTest
    @MethodSource("containers")
    void runsByHolmApply(String name) throws IOException, InterruptedException {
        var file = Descriptors.withImage(name, image, holm.files());
        var applied =
                holm.holm("apply", "-f", file.toString(), "--deploy", "--wait").orThrow();

        assertThat(applied).containsAnyOf("RUNNING", "COMPLETED");
        assertThat(holm.holm("ps").orThrow()).contains(firstService(name));
        assertThat(holm.holm("services", "-o", "json").orThrow()).contains("\"microservice_name\"");
    }

    private static String firstService(String name) throws IOException {
        return Descriptors.services(Descriptors.read(name))
                .findFirst()
                .orElseThrow()
                .path("microservice_name")
                .asText();
    }

    @Test
    void keepsTheAddressesOfBothFamilies() throws IOException, InterruptedException {
        var service = register("accordion-ipv6-nginx");

        assertThat(api.service(service).path("RR_ip").asText()).isEqualTo("10.30.55.55");
        assertThat(api.service(service).path("RR_ip_v6").asText()).isEqualTo("fdff:2000::55:55");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 42})
    void saysHowAOneShotEnded(int exitCode) throws IOException, InterruptedException {
        var service = create(Map.of("one_shot", true, "cmd", List.of("sh", "-c", "echo so long; exit " + exitCode)));
        var number = api.deploy(service);
        var wanted = exitCode == 0 ? "COMPLETED" : "DEAD";

        await().atMost(PATIENCE).until(() -> api.status(service, number).equals(wanted));
        var instance = api.instance(service, number).orElseThrow();
        assertThat(instance.path("exit_code").asInt(-1)).isEqualTo(exitCode);
        assertThat(api.logged(service, number)).containsExactly("so long");
    }

    @Test
    void answersOnItsPortByBothLoopbackAddresses() throws IOException, InterruptedException {
        var port = holm.ports().root() + 300;
        var service = create(Map.of("port", port + ":80/tcp"));
        var number = api.deploy(service);
        await().atMost(PATIENCE).until(() -> api.status(service, number).equals("RUNNING"));

        for (var host : List.of("127.0.0.1", "[::1]")) {
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(() -> assertThat(fetch(host, port)).contains(LocalImage.GREETING));
        }
        api.delete("/api/service/" + service + "/instance/" + number).ok();
        await().atMost(PATIENCE).until(() -> isRefused("127.0.0.1", port) && isRefused("[::1]", port));
    }

    @Test
    void stopsWhatIsUndeployed() throws IOException, InterruptedException {
        var service = create(Map.of("cmd", LocalImage.STAY));
        var number = api.deploy(service);
        await().atMost(PATIENCE).until(() -> api.status(service, number).equals("RUNNING"));
        assertThat(holm.podman().running()).hasSize(1);

        api.delete("/api/service/" + service + "/instance/" + number).ok();

        await().atMost(PATIENCE)
                .until(() -> api.instance(service, number).isEmpty()
                        || api.status(service, number).equals("UNDEPLOYED"));
        await().atMost(PATIENCE).until(() -> holm.podman().running().isEmpty());
    }

    @Test
    void scalesUpAndDown() throws IOException, InterruptedException {
        var service = create(Map.of("cmd", LocalImage.STAY));
        for (var replicas : List.of(3, 1, 2)) {
            api.put("/api/service/" + service + "/replicas", Map.of("replicas", replicas))
                    .ok();
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(statuses(service)).hasSize(replicas).containsOnly("RUNNING");
                assertThat(holm.podman().running()).hasSize(replicas);
            });
        }
    }

    private static List<String> statuses(String service) throws IOException, InterruptedException {
        return api.instances(service).stream()
                .map(instance -> instance.path("status").asText())
                .filter(status -> !status.equals("UNDEPLOYED"))
                .toList();
    }

    private static String register(String name) throws IOException, InterruptedException {
        return api.create(Descriptors.read(name)).path("microservices").path(0).asText();
    }

    /** @return the id of a container service with these fields */
    private static String create(Map<String, Object> fields) throws IOException, InterruptedException {
        var service = Documents.service("web");
        service.put("vcpus", 0);
        service.put("memory", 32);
        service.put("code", image);
        service.put("cmd", List.of());
        service.putAll(fields);
        return api.create("shop", service);
    }

    private static String fetch(String host, int port) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://%s:%d/".formatted(host, port)))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }

    private static boolean isRefused(String host, int port) throws InterruptedException {
        try {
            fetch(host, port);
            return false;
        } catch (ConnectException refused) {
            return true;
        } catch (IOException otherwise) {
            return false;
        }
    }
}
