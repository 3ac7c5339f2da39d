package holm.root;

import static holm.root.RunningRoot.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import holm.domain.ApplicationId;
import holm.domain.Refusal;
import holm.domain.WorkerId;
import holm.domain.address.IpAddress;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import holm.domain.message.Downward;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.message.Upward;
import holm.overlay.address.AddressPoolEvent;
import holm.overlay.address.PoolAnswer;
import holm.overlay.address.PoolId;
import holm.overlay.address.PoolRequest;
import holm.overlay.address.Wish;
import holm.persistence.EntityKey;
import holm.root.address.AddressPoolCommand;
import holm.root.address.AddressPoolEntity;
import holm.root.service.ServiceDefinition;
import holm.root.service.ServiceEntity;
import holm.root.service.ServiceEvent;
import holm.testing.Documents;
import holm.wire.http.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The root gives every service and every instance its addresses: over HTTP, with the real pools. */
class RootAddressesTest {
    @TempDir
    Path directory;

    private RunningRoot root;
    private ApiClient admin;

    @BeforeEach
    void start() throws Exception {
        root = new RunningRoot(directory);
        login();
    }

    @AfterEach
    void stop() {
        root.close();
    }

    private void restart() throws Exception {
        root.restart();
        login();
    }

    private void login() {
        admin = new ApiClient(root.httpPort()).admin();
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
        try (var cluster = root.cluster("munich").hello()) {
            var service = onlyService(created(application("shop", Map.of())));
            deploy(service);
            cluster.runs(cluster.takesOne());
            await().atMost(PATIENCE)
                    .until(() -> shown(service).path("status").asText().equals("RUNNING"));
            assertThat(instanceAddresses(service)).containsExactly("10.30.0.1 fdff::");
        }
    }

    @Test
    void givesBackTheAddressesOfAnInstanceThatIsGone() {
        var service = onlyService(created(application("shop", Map.of())));
        deploy(service);
        instanceAddresses(service);
        assertThat(admin.delete("/api/service/" + service + "/instance/0").status())
                .isEqualTo(200);
        await().atMost(PATIENCE)
                .until(() -> shown(service).path("instance_list").isEmpty());
        assertThat(refusal(PoolId.SERVICE_V4, "10.30.0.1").hint())
                .as("it has no owner and rests")
                .contains("try again in");
        assertThat(refusal(PoolId.INSTANCE_V6, "fdff::").hint()).contains("try again in");
        assertThat(refusal(PoolId.SERVICE_V4, "10.30.0.0").hint())
                .as("the service keeps its own")
                .doesNotContain("try again in");
    }

    @Test
    void goesOnWithIpv6WhenIpv4IsUsedUpAndSaysSo() throws Exception {
        startWithSpent(List.of(PoolId.SERVICE_V4));
        var service = onlyService(created(application("shop", Map.of())));
        assertThat(addresses(service)).doesNotContainKey("rr_ip").containsEntry("rr_ip_v6", "fdff:2000::");

        deploy(service);

        await().atMost(PATIENCE).untilAsserted(() -> {
            var instance = shown(service).path("instance_list").path(0);
            assertThat(instance.path("instance_ip").isNull()).isTrue();
            assertThat(instance.path("instance_ip_v6").asText()).isEqualTo("fdff::");
            assertThat(instance.path("status_detail").asText()).contains("reached over IPv6 only");
        });
        assertThat(addresses(onlyService(created(application("bank", Map.of("rr_ip", "10.30.77.77"))))))
                .as("one that was chosen is free all the same")
                .containsEntry("rr_ip", "10.30.77.77");
    }

    @Test
    void refusesAnInstanceForWhichNoAddressIsLeft() throws Exception {
        startWithSpent(List.of(PoolId.SERVICE_V4, PoolId.INSTANCE_V6));
        var service = onlyService(created(application("shop", Map.of())));

        var one = admin.post("/api/service/" + service + "/instance", null);
        var more = admin.put("/api/service/" + service + "/replicas", "{\"replicas\":3}");

        assertThat(List.of(one.status(), more.status())).containsOnly(503);
        assertThat(one.json().path("code").asText()).isEqualTo("no-address-left");
        assertThat(more.json().path("message").asText()).contains("fdff::/21");
        await().atMost(PATIENCE)
                .until(() -> shown(service).path("instance_list").isEmpty());
    }

    @Test
    void givesAWorkerIpv6AloneWhenIpv4SubnetsAreUsedUp() throws Exception {
        startWithSpent(List.of(PoolId.SUBNET_V4));
        try (var cluster = root.cluster("munich").hello()) {
            assertThat(subnet(cluster, new WorkerId("0000000000000000000000e1"), Optional.empty()))
                    .isEqualTo(new NodeSubnet(Optional.empty(), Ipv6Address.parse("fc00::")));
        }
    }

    @Test
    void findsAddressesThatNobodyKnowsOf() {
        var service = onlyService(created(application("shop", Map.of())));
        deploy(service);
        instanceAddresses(service);
        var orphan = "0123456789abcdef01234567";
        for (var owner : List.of(orphan + "/rr", orphan + ".3", service + ".7")) {
            assertThat(serve(PoolId.SERVICE_V4, Wish.any(owner, "nobody"))).isInstanceOf(PoolAnswer.Given.class);
        }

        pool(PoolId.SERVICE_V4).tell(new AddressPoolCommand.Audit());
        pool(PoolId.SERVICE_V4).tell(new AddressPoolCommand.Audit());

        for (var address : List.of("10.30.0.2", "10.30.0.3", "10.30.0.4")) {
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(refusal(PoolId.SERVICE_V4, address).hint())
                                    .contains("try again in"));
        }
        for (var address : List.of("10.30.0.0", "10.30.0.1")) {
            assertThat(refusal(PoolId.SERVICE_V4, address).hint())
                    .as("somebody knows of it")
                    .doesNotContain("try again in");
        }
    }

    @Test
    void tellsWhatIsKnownOfANameAndOfAnAddress() {
        var service = onlyService(created(application("shop", Map.of("rr_ip", "10.30.55.55"))));
        deploy(service);
        instanceAddresses(service);
        var base = "/api/pubnet/service/netinfo/";
        for (var path : List.of(
                "shop.test.web0.test",
                "shop_test_web0_test",
                "ip/10.30.55.55",
                "ip/10_30_55_55",
                "ip/FDFF:2000::0",
                "ip/fdff::",
                "ip/10.30.0.0")) {
            assertThat(admin.get(base + path).json().path("service_job_id").asText())
                    .as(path)
                    .isEqualTo(service);
        }
        for (var path : List.of("shop.test.web0.other", "ip/10.30.9.9", "ip/192.0.2.1", "ip/fdff:2000::77")) {
            assertThat(admin.get(base + path).body())
                    .as(path)
                    .isIn(
                            "{\"service_ip_list\":[],\"instance_list\":[]}",
                            "{\"instance_list\":[],\"service_ip_list\":[]}");
        }
        assertThat(admin.get(base + "available-ip/2").json().path("available_service_ips"))
                .extracting(entry -> entry.path("Address").asText() + " "
                        + entry.path("Address_v6").asText())
                .containsExactly("10.30.0.1 null", "10.30.0.2 null", "null fdff:2000::1", "null fdff:2000::2");
        assertThat(admin.get(base + "available-ip/?v=6").json().path("available_service_ips"))
                .hasSize(1);
    }

    @Test
    void showsNobodyTheAddressesOfOthers() {
        created(application("shop", Map.of("rr_ip", "10.30.55.55")));
        admin.post("/api/auth/register", "{\"name\":\"stranger\",\"password\":\"secret\"}");
        var stranger = new ApiClient(root.httpPort()).login("stranger", "secret");
        for (var path : List.of("shop.test.web0.test", "ip/10.30.55.55")) {
            assertThat(stranger.get("/api/pubnet/service/netinfo/" + path)
                            .json()
                            .path("service_ip_list"))
                    .isEmpty();
        }
    }

    @Test
    void takesBackADocumentThatItHandedOut() {
        var service = onlyService(created(application("shop", Map.of("rr_ip", "10.30.55.55"))));
        var application = application("shop");
        application.put("microservices", List.of(Json.mapper().convertValue(shown(service), Map.class)));

        var same = admin.put("/api/service/" + service, document(application));
        assertThat(same.status()).as(same.body()).isEqualTo(200);

        application.put("microservices", List.of(service("web0", Map.of("rr_ip", "10.30.66.66"))));
        var other = admin.put("/api/service/" + service, document(application));
        assertThat(other.status()).as(other.body()).isEqualTo(501);
        assertThat(other.json().path("field").asText()).isEqualTo("applications[0].microservices[0].addresses");
    }

    @Test
    void givesAServiceThatIsOlderThanAddressesWhatItChoseOrTheNextOne() throws Exception {
        created(application("bank", Map.of("rr_ip", "10.30.55.55")));
        var descriptor =
                Descriptors.simulated().withAddresses(Map.of("rr_ip", "10.30.55.55", "rr_ip_v6", "fdff:2000::5"));
        var old = "00000000000000000000000b";
        var event = new ServiceEvent.Created(new ServiceDefinition(
                new ApplicationId("00000000000000000000000a"), "Admin", descriptor, Map.of(), Map.of(), 1_000));
        root.restartAfter(store -> WrittenBefore.event(store, new EntityKey(ServiceEntity.KIND, old), event));
        login();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(addresses(old))
                        .as("somebody has 10.30.55.55, the rest is as it was chosen")
                        .containsEntry("rr_ip", "10.30.0.0")
                        .containsEntry("rr_ip_v6", "fdff:2000::5")
                        .containsEntry("closest_ip_v6", "fdff:1000::1"));
    }

    @Test
    void givesEveryWorkerASubnetAndTheSameOneAgain() throws Exception {
        var first = new WorkerId("0000000000000000000000e1");
        var second = new WorkerId("0000000000000000000000e2");
        String id;
        try (var cluster = root.cluster("munich").hello()) {
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
        try (var cluster = root.cluster("munich").hello(Optional.of(installation), Optional.of(id), 1, List.of())) {
            assertThat(subnet(cluster, second, Optional.empty())).isEqualTo(subnet("10.18.0.64", "fc00::100"));
        }
    }

    private void startWithSpent(List<PoolId> pools) throws Exception {
        root.restartAfter(store -> pools.forEach(pool -> WrittenBefore.event(
                store,
                new EntityKey(AddressPoolEntity.KIND, pool.value()),
                new AddressPoolEvent.Given(List.of(), Optional.empty(), List.of(), 1))));
        login();
    }

    private EntityRef<AddressPoolCommand> pool(PoolId id) {
        return ClusterSharding.get(root.parts().system()).entityRefFor(AddressPoolEntity.TYPE, id.value());
    }

    private PoolAnswer serve(PoolId id, Wish wish) {
        return pool(id).<List<PoolAnswer>>ask(
                        replyTo -> new AddressPoolCommand.Serve(List.of(new PoolRequest.Take(List.of(wish))), replyTo),
                        PATIENCE)
                .toCompletableFuture()
                .join()
                .getFirst();
    }

    /** Somebody else wants this address. */
    private Refusal refusal(PoolId id, String address) {
        var wish = new Wish("curious", "curious", new Wish.Choice.Exactly(IpAddress.parse(address), "addresses.rr_ip"));
        return switch (serve(id, wish)) {
            case PoolAnswer.Given given -> throw new AssertionError(given);
            case PoolAnswer.Refused(var refusal) -> refusal;
        };
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
                        new TypeReference<LinkedHashMap<String, Object>>() {});
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
