package holm.e2e.unikernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import holm.e2e.descriptor.Curl;
import holm.e2e.descriptor.Descriptors;
import holm.e2e.support.ApiClient;
import holm.e2e.support.LocalImage;
import holm.e2e.support.Machines;
import holm.e2e.support.OwnHolm;
import holm.e2e.support.Site;
import holm.e2e.support.Site.Host;
import holm.runtimes.unikernel.TinyKernel;
import holm.testing.Documents;
import holm.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Virtual machines on two hosts: a kernel of some bytes, and Debian's with a busybox, by HTTP descriptor, curl and {@code holm apply}. */
@Needs.Root
@Needs.Podman
@Needs.Qemu
class UnikernelsE2eTest {
    /** A Linux takes 3 s to boot without the processor's help, and much longer on a machine that is busy with builds. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String V4 = "10.30.44.44";
    private static final String V6 = "fdff:2000::44:44";
    private static final List<String> ADDRESSES = List.of(V4, "[" + V6 + "]");

    @RegisterExtension
    static final OwnHolm HOLM = new OwnHolm("uni", 29_000);

    private static Site site;
    private static ApiClient api;
    private static ArchiveServer archives;
    private static String linux;
    private static String container;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        container = LocalImage.codeWithCurl(HOLM.get().files());
        site = Site.build(HOLM.get(), 2);
        archives = new ArchiveServer(site.address());
        linux = archives.serve("linux.tar.gz", Archives.linux());
        site.start();
        api = site.api();
        site.logIn();
    }

    @AfterAll
    static void stop() {
        archives.close();
    }

    @AfterEach
    void leavesNothing() throws IOException, InterruptedException {
        api.deleteApplications();
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (var host : site.hosts()) {
                assertThat(host.podman().running()).isEmpty();
                assertThat(host.run("ip", "-o", "link", "show", "type", "tun").output())
                        .doesNotContain(": ht");
            }
            assertThat(machines()).isEmpty();
        });
    }

    @Test
    void saysWhatItsWorkersRun() throws IOException, InterruptedException {
        assertThat(site.holm("clusters").orThrow()).contains("docker").contains("unikernel");
    }

    @Test
    void completesWhatShutsDownWithSuccess() throws IOException, InterruptedException {
        var tiny = archives.serve(
                "tiny.tar.gz",
                Archives.ofKernel(new TinyKernel().print("so long\n").exit(0).elf()));
        var service = create(unikernel(tiny, Map.of("one_shot", true)));
        var number = api.deploy(service);

        awaitStatus(service, number, "COMPLETED");
        assertThat(api.logged(service, number)).containsExactly("so long");
    }

    @Test
    void saysHowAKernelCrashed() throws IOException, InterruptedException {
        var crash = new TinyKernel().print("oops\n");
        // An interrupt while the table of interrupts is empty is a triple fault: the machine resets.
        var emptyTable = crash.here() + 2;
        crash.code(0xeb, 6, 0, 0, 0, 0, 0, 0)
                .code(0x0f, 0x01, 0x1d)
                .number(emptyTable)
                .code(0xcc);
        var url = archives.serve("crash.tar.gz", Archives.ofKernel(crash.elf()));
        var service = create(unikernel(url, Map.of("one_shot", true)));
        var number = api.deploy(service);

        awaitStatus(service, number, "DEAD");
        assertThat(detail(service, number)).contains("crashed");
        assertThat(api.logged(service, number)).containsExactly("oops");
    }

    static Stream<List<String>> codesThatNobodyCanRun() {
        return Stream.of(
                List.of("gone.tar.gz", "404"),
                List.of("empty.tar.gz", "no file named kernel"),
                List.of("text.tar.gz", "gzip"),
                List.of("noise.tar.gz", "not a kernel"));
    }

    @ParameterizedTest
    @MethodSource("codesThatNobodyCanRun")
    void saysWhatIsWrongWithACode(List<String> codeAndReason) throws IOException, InterruptedException {
        archives.serve("empty.tar.gz", Archives.of(Map.of("readme", text("no kernel here"))));
        archives.serve("text.tar.gz", text("<html>not found</html>"));
        archives.serve("noise.tar.gz", Archives.ofKernel(text("no kernel at all")));
        var service = create(unikernel(archives.url(codeAndReason.getFirst()), Map.of()));
        var number = api.deploy(service);

        awaitFailure(service, number, codeAndReason.getLast());
    }

    @Test
    void answersOnItsAddressesFromEverywhereAndOutlivesItsWorker() throws IOException, InterruptedException {
        var home = site.hosts().getFirst();
        var service = create(unikernel(
                linux,
                Map.of(
                        "memory",
                        128,
                        "port",
                        "8090:80",
                        "addresses",
                        Map.of("rr_ip", V4, "rr_ip_v6", V6),
                        "constraints",
                        List.of(home.constraint()))));
        awaitStatus(service, api.deploy(service), "RUNNING");

        for (var host : site.hosts()) {
            ADDRESSES.forEach(address -> assertAnswers(host, address));
            assertContainerReaches(host);
        }
        assertAnswers(home, "127.0.0.1:8090");
        assertAnswers(home, "[::1]:8090");

        var machine = machines().getFirst().pid();
        home.worker().killHard();
        home.worker().start().awaitReady();
        awaitStatus(service, 0, "RUNNING");
        assertThat(machines()).extracting(ProcessHandle::pid).containsExactly(machine);
        ADDRESSES.forEach(address -> assertAnswers(home, address));
        assertThat(api.logged(service, 0)).contains("listening");
    }

    @Test
    void callsServicesOnItsOwnAndOnTheOtherWorker() throws IOException, InterruptedException {
        for (var home : site.hosts()) {
            var web = create(Map.of(
                    "code",
                    container,
                    "memory",
                    32,
                    "addresses",
                    Map.of("rr_ip", V4, "rr_ip_v6", V6),
                    "constraints",
                    List.of(home.constraint())));
            awaitStatus(web, api.deploy(web), "RUNNING");
            var client = create(unikernel(
                    linux,
                    Map.of(
                            "microservice_name",
                            "client",
                            "memory",
                            128,
                            "one_shot",
                            true,
                            "cmd",
                            List.of("call", V4, V6),
                            "constraints",
                            List.of(site.hosts().getFirst().constraint()))));
            var number = api.deploy(client);
            awaitStatus(client, number, "COMPLETED");
            assertThat(api.logged(client, number))
                    .filteredOn(LocalImage.GREETING::equals)
                    .hasSize(2);
            leavesNothing();
        }
    }

    @Test
    void runsTheAnnouncedDescriptorByCurl() throws IOException, InterruptedException {
        var file = Descriptors.withImage(
                "accordion-unikernel-nginx", linux, HOLM.get().files());
        var curl = Curl.logIn(site.server());
        var service = curl.register(file).path(0).path("microservices").path(0).asText();
        assertThat(curl.deploy(service).path("message").asText()).isEqualTo("ok");

        awaitStatus(service, 0, "RUNNING");
        assertAnswers(worker(service), "127.0.0.1");
        curl.undeploy(service, 0);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(machines()).isEmpty());
    }

    @Test
    void runsTheAnnouncedDescriptorByHolmApply() throws IOException, InterruptedException {
        var file = Descriptors.withImage(
                "accordion-unikernel-nginx", linux, HOLM.get().files());

        assertThat(site.holm("apply", "-f", file.toString(), "--deploy", "--wait")
                        .orThrow())
                .contains("RUNNING");
        assertThat(site.holm("ps").orThrow()).contains("unikernel/nginx");
        assertThat(site.holm("logs", "nginx").orThrow()).contains("listening");
    }

    private static void assertAnswers(Host host, String address) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                host.run("curl", "--silent", "--max-time", "5", "http://%s/".formatted(address))
                                        .output())
                        .as("%s calls %s", host.name(), address)
                        .contains(Archives.GREETING));
    }

    private static void assertContainerReaches(Host host) throws IOException, InterruptedException {
        var client = create(Map.of(
                "microservice_name",
                "client" + host.name(),
                "code",
                container,
                "memory",
                32,
                "one_shot",
                true,
                "cmd",
                List.of("curl", "-sS", "--max-time", "5", "http://" + V4, "http://[" + V6 + "]"),
                "constraints",
                List.of(host.constraint())));
        var number = api.deploy(client);
        awaitStatus(client, number, "COMPLETED");
        assertThat(api.logged(client, number)).containsExactly(Archives.GREETING, Archives.GREETING);
    }

    private static Map<String, Object> unikernel(String url, Map<String, Object> fields) {
        var service = Documents.unikernel("web", url);
        service.put("memory", 32);
        service.putAll(fields);
        return service;
    }

    /** @return the id of a service with these fields, alone in its application */
    private static String create(Map<String, Object> fields) throws IOException, InterruptedException {
        var service = Documents.service("web");
        service.put("cmd", List.of());
        service.putAll(fields);
        return api.create("shop" + service.get("microservice_name"), service);
    }

    private static void awaitStatus(String service, int number, String wanted) {
        api.awaitStatus(service, number, wanted, PATIENCE);
    }

    /** Both in one look: after a failure on one worker the other one is tried. */
    private static void awaitFailure(String service, int number, String reason) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(api.instance(service, number)).hasValueSatisfying(instance -> {
                    assertThat(instance.path("status").asText()).isEqualTo("FAILED");
                    assertThat(instance.path("status_detail").asText()).contains(reason);
                }));
    }

    private static String detail(String service, int number) throws IOException, InterruptedException {
        return instance(service, number).path("status_detail").asText();
    }

    private static Host worker(String service) throws IOException, InterruptedException {
        var name = instance(service, 0).path("worker_name").asText();
        return site.hosts().stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode instance(String service, int number) throws IOException, InterruptedException {
        return api.instance(service, number).orElseThrow();
    }

    /** @return QEMU's processes of this test: they have its folder as their own */
    private static List<ProcessHandle> machines() {
        return Machines.below(HOLM.get().data().getParent());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
