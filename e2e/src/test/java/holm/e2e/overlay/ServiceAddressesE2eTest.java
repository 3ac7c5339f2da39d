package holm.e2e.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holm.e2e.descriptor.Descriptors;
import holm.e2e.support.ApiClient;
import holm.e2e.support.LocalImage;
import holm.e2e.support.OwnHolm;
import holm.e2e.support.Program;
import holm.e2e.support.Site;
import holm.e2e.support.Site.Host;
import holm.testing.Documents;
import holm.testing.Needs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One service address, two hosts, both families: containers of Podman, a root, a cluster and two workers. */
@Needs.Root
@Needs.Podman
class ServiceAddressesE2eTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The promise: a flow that begins later than this after the end of a back end finds another. */
    private static final Duration AVOIDED_WITHIN = Duration.ofSeconds(1);

    /** Sooner than a worker forgets what nobody uses. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    /** Not the Accordion descriptor's, which rests for a minute after the other test gave it back. */
    private static final String V4 = "10.30.66.66";

    private static final String V6 = "fdff:2000::66:66";
    private static final String BOBS_V4 = "10.30.66.67";

    /** Says who it is. */
    private static final List<String> SERVER =
            List.of("sh", "-c", "trap exit TERM; echo $HOSTNAME > /www/index.html; httpd -f -p 80 -h /www & wait");

    @RegisterExtension
    static final OwnHolm HOLM = new OwnHolm("svc", 28_000);

    private static Site site;
    private static String image;
    private static ApiClient api;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        image = LocalImage.codeWithCurl(HOLM.get().files());
        site = Site.build(HOLM.get(), 2);
        site.start();
        api = site.api();
    }

    @AfterEach
    void leavesNothing() throws IOException, InterruptedException {
        api.deleteApplications();
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (var host : site.hosts()) {
                assertThat(host.podman().running()).isEmpty();
            }
        });
    }

    @Test
    void aClientReachesTheAddressesOfItsApplicationOnTheOtherHost() throws IOException, InterruptedException {
        api.create(accordion());
        var server = service("nginx");
        var client = service("curl");
        awaitStatus(server, api.deploy(server), "RUNNING");
        var number = api.deploy(client);
        awaitStatus(client, number, "COMPLETED");

        assertThat(workers(server)).containsExactly("w1");
        assertThat(workers(client)).containsExactly("w2");
        assertThat(api.logged(client, number))
                .containsExactly(
                        LocalImage.GREETING,
                        "from 10.30.55.55",
                        LocalImage.GREETING,
                        "from fdff:2000::55:55",
                        LocalImage.GREETING,
                        "by name");
    }

    /** Oakestra's descriptor, except images, hosts, and that the client asks over IPv6 and by name as well. */
    private static JsonNode accordion() throws IOException {
        var document = Descriptors.read("accordion-nginx-and-curl");
        Descriptors.services(document).map(ObjectNode.class::cast).forEach(service -> {
            service.put("code", image);
            var isServer = service.path("microservice_name").asText().equals("nginx");
            service.withArray("constraints").addPOJO((isServer ? first() : second()).constraint());
            if (!isServer) {
                service.putArray("cmd").add("sh").add("-c").add("""
                        curl -sS -w 'from %{remote_ip}\\n' 10.30.55.55
                        curl -sS -w 'from %{remote_ip}\\n' http://[fdff:2000::55:55]
                        curl -sS -w 'by name\\n' http://nginx.test.together.test.holm
                        """);
            }
        });
        return document;
    }

    @Test
    void backEndsOfBothHostsTakeTurns() throws IOException, InterruptedException {
        var web = web(Map.of());
        scale(web, 2);
        assertThat(workers(web)).containsExactlyInAnyOrder("w1", "w2");
        assertEverybodyTakesTurns(2);
        scale(web, 3);
        assertEverybodyTakesTurns(3);
    }

    private static void assertEverybodyTakesTurns(int backEnds) {
        for (var host : site.hosts()) {
            for (var address : List.of(V4, "[" + V6 + "]")) {
                // A table may be some milliseconds older than the status.
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(Calls.shares(host, address, backEnds * 10))
                                .as("%s calls %s", host.name(), address)
                                .hasSize(backEnds)
                                .allSatisfy((backEnd, calls) ->
                                        assertThat(calls).as(backEnd).isEqualTo(10)));
            }
        }
    }

    @Test
    void anAddressLeadsToItsNextServiceAtOnce() throws IOException, InterruptedException {
        for (var life = 0; life < 2; life++) {
            web(Map.of("constraints", List.of(first().constraint())));
            await().atMost(AT_ONCE)
                    .untilAsserted(
                            () -> assertThat(Calls.shares(second(), V4, 1)).containsOnlyKeys("instance-0"));
            leavesNothing();
        }
    }

    @Test
    void aKilledBackEndIsAvoidedWithinASecond() throws IOException, InterruptedException {
        // A one-shot is not started again: no call meets a container that runs but does not listen yet.
        var web = web(Map.of("one_shot", true));
        scale(web, 2);
        assertEverybodyTakesTurns(2);
        var killed = second().podman().running().getFirst();
        Program.run("kill", "-9", Long.toString(killed.pid())).orThrow();
        var killedAt = System.nanoTime();

        var calls = Calls.during(AVOIDED_WITHIN.multipliedBy(4), first(), List.of(V4, "[" + V6 + "]"));

        assertThat(calls)
                .filteredOn(call -> call.startedAtNanos() - killedAt > AVOIDED_WITHIN.toNanos())
                .hasSizeGreaterThan(10)
                .noneMatch(Calls.Call::failed);
    }

    @Test
    void servicesAreReachedWhileRootAndClusterAreAway() throws IOException, InterruptedException {
        var web = web(Map.of());
        scale(web, 2);
        assertEverybodyTakesTurns(2);
        site.root().killHard();
        site.cluster().killHard();

        assertEverybodyTakesTurns(2);

        site.root().start().awaitReady();
        site.cluster().start().awaitReady();
        api = site.api();
        scale(web, 3);
        assertEverybodyTakesTurns(3);
    }

    @Test
    void aRemovedWorkerIsInNoListAndComesBackAsANewOneWithAnotherSubnet() throws IOException, InterruptedException {
        site.logIn();
        var second = new RemovableWorker(site, site.hosts().getLast());
        var before = second.subnet().orElseThrow();
        assertThat(second.remove().errors()).contains("w2 is connected", "stop it first");
        var web = web(Map.of());
        scale(web, 2);

        second.killAndRemove();

        assertThat(site.holm("workers").orThrow())
                .contains("CLUSTER", "RUNS", Site.CLUSTER, "w1", "docker")
                .doesNotContain("w2");
        assertThat(second.remove().errors()).contains("no worker is called w2");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(workers(web)).containsExactly("w1", "w1"));
        // What ran there goes first, because it holds an address of the old one.
        second.comeBackUnderAnotherSubnetThan(before);
        scale(web, 3);
        assertThat(workers(web)).containsExactlyInAnyOrder("w1", "w1", "w2");
        assertEverybodyTakesTurns(3);
    }

    @Test
    void anIsolatedServiceIsReachedByItsOwnApplicationOnly() throws IOException, InterruptedException {
        var document = Documents.valid();
        document.put(
                "applications",
                List.of(
                        Documents.application(
                                "shop",
                                describe(Map.of("isolated", true, "constraints", List.of(first().constraint()))),
                                caller("friend")),
                        Documents.application("spy", caller("stranger"))));
        api.create(document);
        var web = service("web");
        awaitStatus(web, api.deploy(web), "RUNNING");

        assertThat(saidBy("friend")).containsExactly("instance-0", "instance-0");
        assertThat(saidBy("stranger")).containsExactly("refused", "refused");
        for (var host : site.hosts()) {
            assertThat(Calls.shares(host, V4, 1)).as(host.name()).containsOnlyKeys("");
        }
    }

    @Test
    void aNameMeansTheServiceOfTheAskersOwnAccount() throws IOException, InterruptedException {
        var password = "bobs-and-nobody-elses";
        api.post("/api/auth/register", Map.of("name", "Bob", "password", password))
                .ok();
        var ours = nameAsker(api, V4);
        var bobs = nameAsker(site.api().login("Bob", password), BOBS_V4);
        assertThat(toldOnce(ours)).contains(V4).doesNotContain(BOBS_V4);
        assertThat(toldOnce(bobs)).contains(BOBS_V4).doesNotContain(V4);
    }

    /** @return the id of a service that asks once for {@code web} of its account, which has this address and no instance */
    private static String nameAsker(ApiClient account, String address) throws IOException, InterruptedException {
        var asker = describe(
                Map.of("one_shot", true, "constraints", List.of(second().constraint()), "addresses", Map.of()));
        asker.put("microservice_name", "asker");
        asker.put("cmd", List.of("sh", "-c", "curl -4sv -m 5 http://web.test.shop.test.holm 2>&1; true"));
        var document = Documents.valid();
        document.put(
                "applications",
                List.of(Documents.application("shop", describe(Map.of("addresses", Map.of("rr_ip", address))), asker)));
        return account.create(document).path("microservices").path(1).asText();
    }

    private static String toldOnce(String service) throws IOException, InterruptedException {
        var number = api.deploy(service);
        awaitStatus(service, number, "COMPLETED");
        return String.join("\n", api.logged(service, number));
    }

    /** Runs once on the second host, and asks both addresses first thing. */
    private static Map<String, Object> caller(String name) {
        var caller = describe(
                Map.of("one_shot", true, "constraints", List.of(second().constraint()), "addresses", Map.of()));
        caller.put("microservice_name", name);
        caller.put(
                "cmd",
                List.of(
                        "sh",
                        "-c",
                        "for at in %s [%s]; do curl -s -m 5 http://$at || echo refused; done".formatted(V4, V6)));
        return caller;
    }

    private static List<String> saidBy(String name) throws IOException, InterruptedException {
        var service = service(name);
        var number = api.deploy(service);
        awaitStatus(service, number, "COMPLETED");
        return api.logged(service, number);
    }

    /** @return the id of a service that runs once; its next instance goes where none is */
    private static String web(Map<String, Object> fields) throws IOException, InterruptedException {
        var id = api.create("shop", describe(fields));
        scale(id, 1);
        return id;
    }

    private static Map<String, Object> describe(Map<String, Object> fields) {
        var web = Documents.service("web");
        web.put("memory", 32);
        web.put("code", image);
        web.put("cmd", SERVER);
        web.put("addresses", Map.of("rr_ip", V4, "rr_ip_v6", V6));
        web.putAll(fields);
        return web;
    }

    private static void scale(String service, int replicas) throws IOException, InterruptedException {
        api.put("/api/service/" + service + "/replicas", Map.of("replicas", replicas))
                .ok();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(api.instances(service))
                        .hasSize(replicas)
                        .allSatisfy(instance ->
                                assertThat(instance.path("status").asText()).isEqualTo("RUNNING")));
    }

    private static Host first() {
        return site.hosts().getFirst();
    }

    private static Host second() {
        return site.hosts().getLast();
    }

    private static void awaitStatus(String service, int number, String wanted) {
        api.awaitStatus(service, number, wanted, PATIENCE);
    }

    private static String service(String name) throws IOException, InterruptedException {
        return api.services().stream()
                .filter(service -> service.path("microservice_name").asText().equals(name))
                .map(service -> service.path("microserviceID").asText())
                .findFirst()
                .orElseThrow();
    }

    private static List<String> workers(String service) throws IOException, InterruptedException {
        return api.instances(service).stream()
                .map(instance -> instance.path("worker_name").asText())
                .toList();
    }
}
