package holm.domain.descriptor;

import static holm.testing.Documents.list;
import static holm.testing.Documents.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Refusal;
import holm.domain.Resources;
import holm.domain.Virtualization;
import holm.domain.address.Policies;
import holm.testing.BadDescriptors;
import holm.testing.BadDescriptors.BadDescriptor;
import holm.testing.Documents;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlaParserTest {
    static List<BadDescriptor> badDescriptors() {
        return BadDescriptors.all();
    }

    @ParameterizedTest
    @MethodSource("badDescriptors")
    void namesTheOneThingThatIsWrong(BadDescriptor bad) {
        assertThat(refusals(bad.document())).extracting(Refusal::field).containsExactly(bad.field());
        assertThat(refusals(bad.document()))
                .allMatch(refusal -> refusal.kind().httpStatus() == 422)
                .allMatch(refusal -> refusal.message().startsWith(bad.field()))
                .noneMatch(refusal -> refusal.hint().isBlank());
    }

    @Test
    void knowsManyBadDescriptors() {
        assertThat(BadDescriptors.all())
                .hasSizeGreaterThanOrEqualTo(110)
                .extracting(BadDescriptor::name)
                .doesNotHaveDuplicates();
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        var refusals = refusals(with("memory", -5, "vcpus", "two", "port", "http", "unheard", true));
        assertThat(refusals)
                .extracting(Refusal::field)
                .containsExactlyInAnyOrder(
                        "applications[0].microservices[0].memory",
                        "applications[0].microservices[0].vcpus",
                        "applications[0].microservices[0].port");
        assertThat(refusals).extracting(Refusal::message).contains("applications[0].microservices[0].memory is -5");
    }

    @Test
    void endsTheListOfRefusalsSomewhere() {
        var document = Documents.valid();
        document.put("applications", list(Documents.application("shop", manyBadServices())));
        assertThat(refusals(document)).hasSize(Findings.MOST);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<String, Object>[] manyBadServices() {
        var services = new Map[50];
        Arrays.setAll(services, i -> Documents.object("microservice_name", "-" + i));
        return services;
    }

    @Test
    void refusesWhatIsNoObjectAtAll() {
        for (var document : Arrays.asList(null, "text", 5, list(), true)) {
            assertThat(refusals(document))
                    .singleElement()
                    .extracting(Refusal::field)
                    .isEqualTo("");
        }
    }

    @Test
    void refusesHalfASurrogatePairAnywhere() {
        assertThat(refusals(with("note", object("deep", list("ok", "\ud800")))))
                .extracting(Refusal::field)
                .containsExactly("applications[0].microservices[0].note.deep[1]");
    }

    @Test
    void answersWithTextThatCanBeWritten() {
        var refusals = refusals(with("a\ud800b", 1, "virtualization", "x".repeat(59) + "😀", "code", "\udc00 x"));
        assertThat(refusals).hasSizeGreaterThanOrEqualTo(3);
        for (var refusal : refusals) {
            var text = refusal.field() + refusal.message() + refusal.hint();
            assertThat(new String(text.getBytes(UTF_8), UTF_8)).isEqualTo(text);
        }
    }

    @Test
    void takesAWholeSurrogatePair() {
        assertThat(descriptor(with("environment", list("MOOD=😀"))).environment())
                .containsExactly("MOOD=😀");
    }

    @Test
    void keepsFieldsThatItDoesNotKnow() {
        var source = sla(with("vm_images", list("a")))
                .applications()
                .getFirst()
                .services()
                .getFirst()
                .source();
        assertThat(source).containsEntry("vm_images", list("a"));
    }

    @Test
    void takesContainerAndDockerForTheSame() {
        assertThat(descriptor(with("virtualization", "docker")).virtualization())
                .isEqualTo(Virtualization.CONTAINER);
        assertThat(descriptor(with("virtualization", "container")).virtualization())
                .isEqualTo(Virtualization.CONTAINER);
    }

    @Test
    void takesAVirtualizationThatSomeWorkerMayHave() {
        assertThat(descriptor(with("virtualization", "crosvm")).virtualization())
                .hasToString("crosvm");
    }

    @Test
    void writesAddressesInTheirOneSpelling() {
        var addresses = descriptor(with(
                        "addresses", object("round_robin_ip", "10.30.0.0", "closest_ip_v6", "FDFF:1000:0:0:0:0:0:0")))
                .addresses();
        assertThat(addresses).isEqualTo(Map.of("rr_ip", "10.30.0.0", "closest_ip_v6", "fdff:1000::"));
    }

    @ParameterizedTest
    @CsvSource({
        "closest,1",
        "rr,2",
        "least_loaded,3",
        "random,5",
        "sticky,6",
        "weighted,7",
        "failover,8",
        "local_first,9"
    })
    void knowsTheBlockOfEachPolicy(String policy, int block) {
        var key = policy + "_ip_v6";
        var last = "fdff:" + block + "7ff:ffff:ffff:ffff:ffff:ffff:ffff";
        assertThat(descriptor(with("addresses", object(key, last))).addresses()).containsEntry(key, last);
        assertThat(refusals(with("addresses", object(key, "fdff:" + block + "800::"))))
                .hasSize(1);
    }

    @Test
    void splitsTheNamesOfDirect() {
        var direct = object("type", "direct", "cluster", "c1; c2;;c1", "node", "w1;w2");
        assertThat(descriptor(with("constraints", list(direct))).constraints())
                .containsExactly(new Constraint.Direct(List.of("c1", "c2"), List.of("w1", "w2")));
    }

    @Test
    void leavesOutConstraintsThatNameNothing() {
        var empty = list(
                object("type", "direct", "cluster", "", "node", ""),
                object("type", "clusters", "allowed", list()),
                object("type", "latency", "area", "", "threshold", "", "rigidness", "", "convergence_time", ""),
                object("type", "geo", "location", "", "threshold", ""));
        var descriptor = descriptor(with("constraints", empty));
        assertThat(descriptor.constraints()).isEmpty();
        assertThat(descriptor.unserved()).isEmpty();
    }

    static List<Map<String, Object>> needsThatNobodyServes() {
        return List.of(
                object("vtpus", 1),
                object("bandwidth_in", 1),
                object("bandwidth_out", 1),
                object("volumes", list(object("volume_id", "data", "csi_driver", "nfs"))),
                object("constraints", list(object("type", "addons", "needs", list("flops")))),
                object("constraints", list(object("type", "latency", "area", "munich", "threshold", 20))),
                object("constraints", list(object("type", "geo", "location", "48.1,11.5", "threshold", 20.5))),
                object("added_files", list("http://example.org/a")),
                object("isolated", true),
                object("target_node", "w1"),
                object("addresses", object("instances", list(object("from", "a", "to", "b", "start", "c")))));
    }

    @ParameterizedTest
    @MethodSource("needsThatNobodyServes")
    void saysWhatNobodyServesYet(Map<String, Object> need) {
        var field = need.keySet().iterator().next();
        assertThat(descriptor(with(field, need.get(field))).unserved()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"53;53/udp", "8080:80;8081:80"})
    void takesPortsThatDoNotCollide(String port) {
        assertThat(descriptor(with("port", port)).hostPorts()).hasSize(2);
    }

    @Test
    void takesRetriesOfAOneShot() {
        var descriptor = descriptor(with("one_shot", true, "retries", 100));
        assertThat(descriptor.oneShot()).isTrue();
        assertThat(descriptor.retries()).isEqualTo(100);
    }

    @Test
    void takesAUrlForEachArchitectureOfAUnikernel() {
        var unikernel = Documents.unikernel("web", "https://example.org/a.tar.gz,https://example.org/b.tar.gz");
        unikernel.put("arch", list("arm64", "amd64"));
        var descriptor = descriptor(document(unikernel));
        assertThat(descriptor.code()).isEqualTo("https://example.org/a.tar.gz,https://example.org/b.tar.gz");
        assertThat(descriptor.architectures()).containsExactly("arm64", "amd64");
    }

    @Test
    void givesAUnikernelThatAsksForNothingOneCoreAndADefaultOfMemory() {
        var unikernel = Documents.unikernel("web", "https://example.org/a.tar.gz");
        unikernel.keySet().removeAll(List.of("memory", "vcpus"));
        assertThat(descriptor(document(unikernel)).need()).isEqualTo(new Resources(1_000, 64, 0, 0));
    }

    @Test
    void tellsAUnikernelItsAddressesInBothDialectsUnlessToldWhich() {
        var unikernel = Documents.unikernel("web", "https://example.org/a.tar.gz");
        assertThat(descriptor(document(unikernel)).unikraftNetdev()).isEqualTo(UnikraftNetdev.BOTH);
        unikernel.put("unikraft_netdev", "ipv4_addr");
        assertThat(descriptor(document(unikernel)).unikraftNetdev()).isEqualTo(UnikraftNetdev.IPV4_ADDR);
    }

    private static Map<String, Object> with(Object... namesAndValues) {
        var service = Documents.service("web");
        service.putAll(object(namesAndValues));
        return document(service);
    }

    private static Map<String, Object> document(Map<String, Object> service) {
        var document = Documents.valid();
        document.put("applications", list(Documents.application("shop", service)));
        return document;
    }

    private static ServiceDescriptor descriptor(Map<String, Object> document) {
        return sla(document).applications().getFirst().services().getFirst().descriptor();
    }

    private static Sla sla(Map<String, Object> document) {
        return switch (SlaParser.parse(document, Policies.BUILT_IN)) {
            case ParsedSla.Understood(var sla) -> sla;
            case ParsedSla.Refused(var refusals) -> throw new AssertionError(refusals.toString());
        };
    }

    private static List<Refusal> refusals(Object document) {
        return switch (SlaParser.parse(document, Policies.BUILT_IN)) {
            case ParsedSla.Understood(var sla) -> throw new AssertionError("understood: " + sla);
            case ParsedSla.Refused(var refusals) -> refusals;
        };
    }
}
