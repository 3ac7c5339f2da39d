package holm.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import holm.domain.WorkerId;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import holm.domain.message.Downward;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.message.Upward;
import holm.persistence.Store;
import holm.persistence.StoreSettings;
import holm.testing.Documents;
import holm.wire.http.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The root gives every service and every instance its addresses: over HTTP, with the real pools. */
class RootAddressesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private Store store;
    private RootTier root;
    private ApiClient admin;

    @BeforeEach
    void start() throws Exception {
        store = Store.open(StoreSettings.inDirectory("root", directory));
        root = RootTier.start(RootSettings.local(0, Optional.of(directory)), store);
        admin = new ApiClient(root.httpPort()).admin();
    }

    @AfterEach
    void stop() {
        root.stop().toCompletableFuture().join();
        store.close();
    }

    private void restart() throws Exception {
        stop();
        start();
    }

    @Test
    void givesTheFirstServiceAndItsInstancesTheFirstAddresses() {
        var service = onlyService(created(application("shop", Map.of())));
        assertThat(addresses(service))
                .isEqualTo(Map.of(
                        "rr_ip", "10.30.0.0",
                        "rr_ip_v6", "fdff:2000::",
                        "closest_ip_v6", "fdff:1000::",
                        "least_loaded_ip_v6", "fdff:3000::",
                        "random_ip_v6", "fdff:5000::",
                        "sticky_ip_v6", "fdff:6000::",
                        "weighted_ip_v6", "fdff:7000::",
                        "failover_ip_v6", "fdff:8000::",
                        "local_first_ip_v6", "fdff:9000::"));

        deploy(service);
        deploy(service);

        assertThat(instanceAddresses(service)).containsExactly("10.30.0.1 fdff::", "10.30.0.2 fdff::1");
        var shown = shown(service);
        assertThat(shown.path("RR_ip").asText()).isEqualTo("10.30.0.0");
        assertThat(shown.path("RR_ip_v6").asText()).isEqualTo("fdff:2000::");
        assertThat(shown.path("service_ip_list")).anySatisfy(entry -> {
            assertThat(entry.path("IpType").asText()).isEqualTo("RR");
            assertThat(entry.path("Address").asText()).isEqualTo("10.30.0.0");
            assertThat(entry.path("Address_v6").asText()).isEqualTo("fdff:2000::");
        });
    }

    @Test
    void givesWhatWasChosenInItsCanonicalSpelling() {
        var service = onlyService(created(application(
                "shop",
                Map.of("rr_ip", "10.30.55.55", "rr_ip_v6", "FDFF:2000:0::55:55", "closest_ip_v6", "fdff:1000::7"))));
        assertThat(addresses(service))
                .containsEntry("rr_ip", "10.30.55.55")
                .containsEntry("rr_ip_v6", "fdff:2000::55:55")
                .containsEntry("closest_ip_v6", "fdff:1000::7")
                .as("a policy that is named has IPv4 too")
                .containsEntry("closest_ip", "10.30.0.0");
    }

    @Test
    void refusesATakenAddressWithItsPlaceAndChangesNothing() {
        created(application("shop", Map.of("rr_ip", "10.30.55.55")));
        var before = admin.get("/api/applications").body();

        var refused = admin.post(
                "/api/application",
                document(application("bank", Map.of("rr_ip_v6", "fdff:2000::99"), Map.of("rr_ip", "10.30.55.55"))));

        assertThat(refused.status()).as(refused.body()).isEqualTo(409);
        assertThat(refused.json().path("code").asText()).isEqualTo("address-taken");
        assertThat(refused.json().path("field").asText()).isEqualTo("applications[0].microservices[1].addresses.rr_ip");
        assertThat(refused.body()).doesNotContain("shop");
        assertThat(admin.get("/api/applications").body()).isEqualTo(before);
        assertThat(addresses(onlyService(created(application("mine", Map.of("rr_ip_v6", "fdff:2000::99"))))))
                .as("nothing of the refused one is left")
                .containsEntry("rr_ip", "10.30.0.0")
                .containsEntry("rr_ip_v6", "fdff:2000::99")
                .extractingByKey("closest_ip_v6")
                .isIn("fdff:1000::1", "fdff:1000::2");
    }

    @Test
    void takesTheSameChosenAddressAgainRightAfterADeletion() {
        for (var round = 0; round < 3; round++) {
            var application = created(application("shop", Map.of("rr_ip", "10.30.55.55", "rr_ip_v6", "fdff:2000::5")));
            deploy(onlyService(application));
            assertThat(admin.delete("/api/application/" + application).status()).isEqualTo(200);
        }
    }

    @Test
    void letsAnAddressOfADeletedServiceRestBeforeAnotherOneGetsIt() {
        var application = created(application("shop", Map.of("rr_ip", "10.30.55.55")));
        deploy(onlyService(application));
        admin.delete("/api/application/" + application);

        var refused = admin.post("/api/application", document(application("bank", Map.of("rr_ip", "10.30.55.55"))));

        assertThat(refused.status()).as(refused.body()).isEqualTo(409);
        assertThat(refused.json().path("hint").asText()).contains("try again in");
    }

    @Test
    void addsAServiceWithATakenAddressNowhere() {
        var application = created(application("shop", Map.of("rr_ip", "10.30.55.55")));
        var request = application("shop", Map.of("rr_ip", "10.30.55.55"));
        request.put("applicationID", application);
        request.put("microservices", List.of(service("more", Map.of("rr_ip", "10.30.55.55"))));

        var refused = admin.post("/api/service", document(request));

        assertThat(refused.status()).as(refused.body()).isEqualTo(409);
        assertThat(refused.json().path("field").asText()).isEqualTo("applications[0].microservices[0].addresses.rr_ip");
        assertThat(admin.get("/api/services").json()).hasSize(1);
    }

    @Test
    void keepsEveryAddressOverARestart() throws Exception {
        var service = onlyService(created(application("shop", Map.of())));
        deploy(service);
        var before = instanceAddresses(service);
        var given = addresses(service);

        restart();

        assertThat(addresses(service)).isEqualTo(given);
        assertThat(instanceAddresses(service)).isEqualTo(before);
        var next = onlyService(created(application("bank", Map.of())));
        assertThat(addresses(next)).containsEntry("rr_ip", "10.30.0.2").containsEntry("rr_ip_v6", "fdff:2000::1");
    }

    @Test
    void sendsAnInstanceWithItsAddressesToACluster() {
        try (var cluster = new ScriptedCluster("munich", root.httpPort()).hello()) {
            var service = onlyService(created(application("shop", Map.of())));
            deploy(service);
            cluster.runs(cluster.takesOne());
            await().atMost(PATIENCE)
                    .until(() -> shown(service).path("status").asText().equals("RUNNING"));
            assertThat(instanceAddresses(service)).containsExactly("10.30.0.1 fdff::");
        }
    }

    @Test
    void givesEveryWorkerASubnetAndTheSameOneAgain() throws Exception {
        var first = new WorkerId("0000000000000000000000e1");
        var second = new WorkerId("0000000000000000000000e2");
        String id;
        try (var cluster = new ScriptedCluster("munich", root.httpPort()).hello()) {
            assertThat(subnet(cluster, first, Optional.empty())).isEqualTo(subnet("10.18.0.0", "fc00::"));
            assertThat(subnet(cluster, second, Optional.of(subnet("10.18.0.0", "fc00::"))))
                    .as("another worker has it")
                    .isEqualTo(subnet("10.18.0.64", "fc00::100"));
            assertThat(subnet(
                            cluster,
                            new WorkerId("0000000000000000000000e3"),
                            Optional.of(subnet("10.20.1.0", "fc00::7700"))))
                    .as("it is free")
                    .isEqualTo(subnet("10.20.1.0", "fc00::7700"));
            id = root.parts().clusters().all().getFirst().id().value();
        }
        var installation = root.parts().installation();
        restart();
        try (var cluster = new ScriptedCluster("munich", root.httpPort())
                .hello(Optional.of(installation), Optional.of(id), 1, List.of())) {
            assertThat(subnet(cluster, second, Optional.empty())).isEqualTo(subnet("10.18.0.64", "fc00::100"));
        }
    }

    private static NodeSubnet subnet(ScriptedCluster cluster, WorkerId worker, Optional<NodeSubnet> held) {
        cluster.say(new Upward.Overlay(new OverlayRequest.SubnetWanted(worker, held)));
        var update = cluster.expect(Downward.Overlay.class).update();
        assertThat(update).isInstanceOf(OverlayUpdate.SubnetGiven.class);
        var given = (OverlayUpdate.SubnetGiven) update;
        assertThat(given.worker()).isEqualTo(worker);
        return given.subnet();
    }

    private static NodeSubnet subnet(String four, String six) {
        return new NodeSubnet(Optional.of(Ipv4Address.parse(four)), Ipv6Address.parse(six));
    }

    private void deploy(String service) {
        assertThat(admin.post("/api/service/" + service + "/instance", null).status())
                .isEqualTo(200);
    }

    private String created(Map<String, Object> application) {
        var answer = admin.post("/api/application", document(application));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return IntStream.range(0, answer.json().size())
                .mapToObj(answer.json()::get)
                .filter(one -> one.path("application_name").asText().equals(application.get("application_name")))
                .map(one -> one.path("applicationID").asText())
                .findFirst()
                .orElseThrow();
    }

    private String onlyService(String application) {
        return admin.get("/api/application/" + application)
                .json()
                .path("microservices")
                .path(0)
                .asText();
    }

    private Map<String, Object> addresses(String service) {
        return Json.mapper()
                .convertValue(
                        admin.get("/api/service/" + service + "/addresses")
                                .json()
                                .path("addresses"),
                        new com.fasterxml.jackson.core.type.TypeReference<LinkedHashMap<String, Object>>() {});
    }

    /** Waits until each instance has a row of its own, which shows its addresses. */
    private List<String> instanceAddresses(String service) {
        return await().atMost(PATIENCE)
                .until(
                        () -> IntStream.range(
                                        0, shown(service).path("instance_list").size())
                                .mapToObj(shown(service).path("instance_list")::get)
                                .map(one -> one.path("instance_ip").asText() + " "
                                        + one.path("instance_ip_v6").asText())
                                .toList(),
                        all -> all.stream().noneMatch(one -> one.contains("null")));
    }

    private JsonNode shown(String service) {
        return admin.get("/api/service/" + service).json();
    }

    @SafeVarargs
    private static Map<String, Object> application(String name, Map<String, Object>... addresses) {
        var services = IntStream.range(0, addresses.length)
                .mapToObj(number -> service("web" + number, addresses[number]))
                .toArray();
        var application = Documents.application(name);
        application.put("microservices", Documents.list(services));
        return application;
    }

    private static Map<String, Object> service(String name, Map<String, Object> addresses) {
        var service = Documents.service(name);
        service.put("addresses", addresses);
        service.put("virtualization", "simulated");
        return service;
    }

    private static String document(Map<String, Object> application) {
        var document = Documents.valid();
        document.put("applications", Documents.list(application));
        return Json.mapper().valueToTree(document).toString();
    }
}
