package holm.domain.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.address.Policies;
import holm.testing.Documents;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class SlaParserPropertiesTest {
    /** Deep enough for a value inside a constraint of a service of an application. */
    private static final int DEEPEST = 6;

    private static final List<String> FIELDS = List.of(
            "sla_version",
            "customerID",
            "applications",
            "applicationID",
            "application_name",
            "application_namespace",
            "microservices",
            "microservice_name",
            "microservice_namespace",
            "virtualization",
            "code",
            "cmd",
            "environment",
            "memory",
            "vcpus",
            "port",
            "addresses",
            "rr_ip",
            "rr_ip_v6",
            "instances",
            "constraints",
            "type",
            "cluster",
            "node",
            "allowed",
            "location",
            "threshold",
            "connectivity",
            "con_constraints",
            "volumes",
            "arch",
            "one_shot",
            "retries",
            "");

    @Property(edgeCases = EdgeCasesMode.NONE)
    void neverThrowsWhateverTheTreeIs(@ForAll("trees") @Nullable Object tree) {
        assertWellFormed(SlaParser.parse(tree, Policies.BUILT_IN));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void neverThrowsWhateverOneFieldOfAServiceIs(
            @ForAll("fields") String field, @ForAll("trees") @Nullable Object value) {
        var service = Documents.service("web");
        service.put(field, value);
        var document = Documents.valid();
        document.put("applications", Documents.list(Documents.application("shop", service)));
        assertWellFormed(SlaParser.parse(document, Policies.BUILT_IN));
    }

    private static void assertWellFormed(ParsedSla parsed) {
        switch (parsed) {
            case ParsedSla.Understood(var sla) -> assertThat(sla.applications()).isNotEmpty();
            case ParsedSla.Refused(var refusals) ->
                assertThat(refusals)
                        .hasSizeBetween(1, Findings.MOST)
                        .allMatch(refusal ->
                                !refusal.message().isBlank() && !refusal.hint().isBlank());
        }
    }

    @Provide
    Arbitrary<String> fields() {
        return Arbitraries.of(FIELDS);
    }

    @Provide
    Arbitrary<Object> trees() {
        return Arbitraries.recursive(this::leaves, this::branches, 0, DEEPEST);
    }

    private Arbitrary<Object> branches(Arbitrary<Object> below) {
        return Arbitraries.oneOf(
                below,
                below.list().ofMaxSize(3).map(Object.class::cast),
                Arbitraries.maps(fields(), below).ofMaxSize(6).map(Object.class::cast));
    }

    private Arbitrary<Object> leaves() {
        return Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(40).map(Object.class::cast),
                        Arbitraries.of(
                                "v2.0",
                                "container",
                                "a",
                                "10.30.0.1",
                                "fdff:2000::1",
                                "80:80;81",
                                "A=b",
                                "direct",
                                "geo",
                                "\0",
                                "\ud800"),
                        Arbitraries.integers().map(Object.class::cast),
                        Arbitraries.doubles().map(Object.class::cast),
                        Arbitraries.of(
                                true,
                                false,
                                Double.NaN,
                                Long.MIN_VALUE,
                                BigInteger.TEN.pow(5_000),
                                new BigDecimal("1e999999999"),
                                (short) 3))
                .injectNull(0.1);
    }
}
