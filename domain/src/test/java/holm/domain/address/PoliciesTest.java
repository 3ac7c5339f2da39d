package holm.domain.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import holm.domain.descriptor.ParsedSla;
import holm.domain.descriptor.SlaParser;
import holm.testing.Documents;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoliciesTest {
    private static final Policy NEARBY = new Policy("nearby", 20, "near_by");

    /** The group address_plan_v6 of Oakestra's vectors. */
    @Test
    void givesEachPolicyOakestrasBlock() throws IOException {
        try (var file = PoliciesTest.class.getResourceAsStream("policy-blocks.json")) {
            var plan = new ObjectMapper().readTree(file);
            assertThat(plan).hasSize(Policy.BLOCKS);
            for (var entry : plan) {
                var policy = new Policy("p", entry.get("index").asInt());
                assertThat(policy.block() + "/" + Policy.BLOCK_LENGTH)
                        .isEqualTo(entry.get("prefix").asText());
            }
        }
    }

    @Test
    void givesNoAddressToTwoBlocks() {
        var policies = IntStream.rangeClosed(1, Policy.BLOCKS)
                .mapToObj(number -> new Policy("p" + number, number))
                .toList();
        for (var one : policies) {
            for (var other : policies) {
                assertThat(one.owns(other.block())).isEqualTo(one.equals(other));
            }
            assertThat(one.owns(Ipv6Address.parse("fdff::"))).isFalse();
            assertThat(one.owns(Ipv6Address.parse("fdff:800::"))).isFalse();
        }
    }

    @Test
    void findsEachPolicyByEachOfItsWords() {
        var policies = Policies.with(List.of(NEARBY));
        for (var policy : policies.all()) {
            assertThat(policies.tryOf(policy.word())).contains(policy);
        }
        assertThat(policies.tryOf("round_robin")).contains(Policy.ROUND_ROBIN);
        assertThat(policies.tryOf("near_by")).contains(NEARBY);
        assertThat(Policies.BUILT_IN.tryOf("nearby")).isEmpty();
    }

    @Test
    void countsPlugInsAmongAllByTheirBlocks() {
        var policies = Policies.with(List.of(new Policy("b", 30), new Policy("a", 10)));
        assertThat(policies.allWords())
                .isEqualTo("closest, rr, least_loaded, random, sticky, weighted, failover, local_first, a, b");
        assertThat(new HashSet<>(policies.all())).hasSize(10);
    }

    @Test
    void refusesTwoPoliciesOfOneWord() {
        assertThatThrownBy(() -> Policies.with(List.of(NEARBY, new Policy("nearby", 21))))
                .hasMessageContaining("word nearby")
                .hasMessageContaining("nearby (block 20) and nearby (block 21)");
        assertThatThrownBy(() -> Policies.with(List.of(new Policy("other", 21, "round_robin"))))
                .hasMessageContaining("word round_robin: rr (block 2) and other (block 21)");
    }

    @Test
    void refusesTwoPoliciesOfOneBlock() {
        assertThatThrownBy(() -> Policies.with(List.of(NEARBY, new Policy("other", 20))))
                .hasMessageContaining("block 20: nearby (block 20) and other (block 20)");
        assertThatThrownBy(() -> Policies.with(List.of(new Policy("other", 2))))
                .hasMessageContaining("block 2: rr (block 2) and other (block 2)");
    }

    @Test
    void keepsTheFreeBlockOfOakestrasExperimentFree() {
        assertThatThrownBy(() -> Policies.with(List.of(new Policy("fps", 4))))
                .hasMessageContaining("fps (block 4)")
                .hasMessageContaining("10 to 30");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 31, Integer.MAX_VALUE})
    void refusesABlockThatIsNotThere(int number) {
        assertThatThrownBy(() -> new Policy("nearby", number)).hasMessageContaining("1 to 30");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "Nearby", "near-by", "near.by", "_near", "näher", "near by"})
    void refusesAWordThatIsNoLabel(String word) {
        assertThatThrownBy(() -> new Policy(word, 20)).hasMessageContaining("begins with a letter: " + word);
        assertThatThrownBy(() -> new Policy("nearby", 20, word)).hasMessageContaining("begins with a letter: " + word);
    }

    @Test
    void letsADescriptorChooseAddressesOfAPlugIn() {
        var service = Documents.service("web");
        service.put("addresses", Documents.object("near_by_ip_v6", "FDFF:5800:0::1", "nearby_ip", "10.30.0.9"));
        var document = Documents.valid();
        document.put("applications", Documents.list(Documents.application("shop", service)));
        assertThat(SlaParser.parse(document, Policies.with(List.of(NEARBY))))
                .isInstanceOfSatisfying(
                        ParsedSla.Understood.class,
                        understood -> assertThat(understood
                                        .sla()
                                        .applications()
                                        .getFirst()
                                        .services()
                                        .getFirst()
                                        .descriptor()
                                        .addresses())
                                .containsEntry("nearby_ip_v6", "fdff:5800::1")
                                .containsEntry("nearby_ip", "10.30.0.9"));
        assertThat(SlaParser.parse(document, Policies.BUILT_IN))
                .isInstanceOfSatisfying(
                        ParsedSla.Refused.class,
                        refused -> assertThat(refused.refusals()).hasSize(2));
    }
}
