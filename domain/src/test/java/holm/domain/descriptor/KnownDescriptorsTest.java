package holm.domain.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import holm.domain.Virtualization;
import holm.domain.address.Policies;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents that people have: the announced ones, those that come with {@code oak}, and one as the dashboard sends it. */
class KnownDescriptorsTest {
    @ParameterizedTest
    @CsvSource({
        "accordion-ipv6-nginx,1",
        "accordion-nginx-and-curl,2",
        "accordion-one-shot-curl,1",
        "accordion-unikernel-nginx,1",
        "default-blank,0",
        "default-client-and-server,2",
        "default-edge-gaming,3",
        "dashboard,1"
    })
    void areUnderstoodAndServed(String name, int services) throws IOException {
        var application = sla(name).applications().getFirst();
        assertThat(application.services()).hasSize(services);
        assertThat(application.services())
                .allMatch(service -> service.descriptor().unserved().isEmpty());
    }

    @Test
    void keepTheirAddressesPortsAndOneShots() throws IOException {
        assertThat(first("accordion-ipv6-nginx").addresses())
                .isEqualTo(Map.of("rr_ip", "10.30.55.55", "rr_ip_v6", "fdff:2000::55:55"));
        assertThat(first("accordion-one-shot-curl").oneShot()).isTrue();
        assertThat(first("default-client-and-server").ports()).hasToString("[9080:9080/tcp]");
        assertThat(first("dashboard").constraints()).isEqualTo(List.of(new Constraint.Clusters(List.of("munich"))));
    }

    @Test
    void keepTheirProcessors() throws IOException {
        var unikernel = first("accordion-unikernel-nginx");
        assertThat(unikernel.virtualization()).isEqualTo(Virtualization.UNIKERNEL);
        assertThat(unikernel.architectures()).containsExactly("amd64");
    }

    @Test
    void areKeptAsTheyCameBesideWhatWasUnderstood() throws IOException {
        var service = sla("dashboard").applications().getFirst().services().getFirst();
        assertThat(service.source()).containsEntry("description", "").containsKey("connectivity");
    }

    private static ServiceDescriptor first(String name) throws IOException {
        return sla(name).applications().getFirst().services().getFirst().descriptor();
    }

    private static Sla sla(String name) throws IOException {
        try (var file = KnownDescriptorsTest.class.getResourceAsStream(name + ".json")) {
            var parsed = SlaParser.parse(new ObjectMapper().readValue(file, Map.class), Policies.BUILT_IN);
            assertThat(parsed).isInstanceOf(ParsedSla.Understood.class);
            return ((ParsedSla.Understood) parsed).sla();
        }
    }
}
