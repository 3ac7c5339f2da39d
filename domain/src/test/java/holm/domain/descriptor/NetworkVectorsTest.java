package holm.domain.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.Policies;
import holm.testing.Documents;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What Oakestra's network does with each input. An entry with {@code keep: false} is a defect of it: Holm does the contrary. */
class NetworkVectorsTest {
    /** Half of it was applied before the refusal; the refusal is right, so this one is not inverted. */
    private static final String REFUSED_BY_HALVES = "80:80;";

    @TestFactory
    Stream<DynamicTest> names() throws IOException {
        return cases("sla_names", entry -> {
            var expected = entry.get("valid").asBoolean() == keep(entry);
            for (var field : List.of("microservice_name", "microservice_namespace")) {
                assertThat(parsed(field, entry.get("in").asText()).isPresent())
                        .as(field)
                        .isEqualTo(expected);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> portMappings() throws IOException {
        return cases("port_mapping", entry -> {
            var text = entry.get("in").asText();
            var mappings = parsed("port", text).map(ServiceDescriptor::ports);
            var expected = entry.has("rules") && keep(entry)
                    ? Optional.of(rules(entry.get("rules")))
                    : Optional.<List<String>>empty();
            assertThat(keep(entry) || entry.has("rules") || text.equals(REFUSED_BY_HALVES))
                    .isTrue();
            assertThat(mappings.map(
                            all -> all.stream().map(PortMapping::toString).toList()))
                    .isEqualTo(expected);
        });
    }

    @TestFactory
    Stream<DynamicTest> ipv4Addresses() throws IOException {
        return cases("rr_ip_validation", entry -> {
            var accepted = entry.get("out").isTextual() == keep(entry);
            var chosen = address("rr_ip", entry);
            assertThat(chosen.isPresent()).isEqualTo(accepted);
            chosen.ifPresent(all -> assertThat(all.values())
                    .containsExactlyElementsOf(
                            entry.get("in").isNull()
                                    ? List.of()
                                    : List.of(entry.get("in").asText()))
                    .allMatch(text -> Ipv4Address.tryParse(text).isPresent()));
        });
    }

    @TestFactory
    Stream<DynamicTest> ipv6Addresses() throws IOException {
        return cases("rr_ip_v6_validation", entry -> {
            var accepted = entry.get("out").isTextual() == keep(entry);
            var chosen = address("rr_ip_v6", entry);
            assertThat(chosen.isPresent()).isEqualTo(accepted);
            chosen.ifPresent(all -> assertThat(all.values())
                    .allMatch(text -> text.equals(text.toLowerCase(Locale.ROOT)))
                    .allMatch(text -> Ipv6Address.tryParse(text)
                            .equals(Ipv6Address.tryParse(entry.get("in").asText()))));
        });
    }

    private static Optional<Map<String, String>> address(String key, JsonNode entry) {
        var value = entry.get("in").isNull() ? null : entry.get("in").asText();
        return parsed("addresses", Documents.object(key, value)).map(ServiceDescriptor::addresses);
    }

    private static List<String> rules(JsonNode rules) {
        return StreamSupport.stream(rules.spliterator(), false)
                .map(rule -> rule.get(1).asText() + ":" + rule.get(2).asText() + "/"
                        + rule.get(0).asText())
                .toList();
    }

    private static boolean keep(JsonNode entry) {
        return entry.path("keep").asBoolean(true);
    }

    private static Optional<ServiceDescriptor> parsed(String field, Object value) {
        var document = Documents.valid();
        var service = Documents.service("web");
        service.put(field, value);
        document.put("applications", Documents.list(Documents.application("shop", service)));
        return SlaParser.parse(document, Policies.BUILT_IN) instanceof ParsedSla.Understood(var sla)
                ? Optional.of(
                        sla.applications().getFirst().services().getFirst().descriptor())
                : Optional.empty();
    }

    private static Stream<DynamicTest> cases(String group, Consumer<JsonNode> test) throws IOException {
        try (var file = NetworkVectorsTest.class.getResourceAsStream("network-vectors.json")) {
            var entries = new ObjectMapper().readTree(file).get(group);
            return StreamSupport.stream(entries.spliterator(), false)
                    .map(entry -> dynamicTest(entry.get("in").toString(), () -> test.accept(entry)))
                    .toList()
                    .stream();
        }
    }
}
