package holm.overlay.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import holm.domain.address.IpAddress;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.Policy;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What Oakestra's allocators answer (network-vectors.json). An entry with {@code keep: false} is a defect of them: Holm does the
 * contrary. The groups about descriptors are read in the domain, the worker's in {@code AddressBookTest}.
 */
class AddressVectorsTest {
    private static final Map<String, PoolId> POOLS = Map.of(
            "service_or_instance_v4", PoolId.SERVICE_V4,
            "service_v4", PoolId.SERVICE_V4,
            "instance_v6", PoolId.INSTANCE_V6,
            "rr_v6", PoolId.ofPolicy(2),
            "node_subnet_v4", PoolId.SUBNET_V4,
            "node_subnet_v6", PoolId.SUBNET_V6);

    @TestFactory
    Stream<DynamicTest> firstAllocations() throws IOException {
        return vectors().get("first_allocations").properties().stream()
                .filter(entry -> POOLS.containsKey(entry.getKey()))
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    var pool = new Pool(POOLS.get(entry.getKey()));
                    for (var expected : entry.getValue()) {
                        assertThat(pool.take("owner of " + expected)).isEqualTo(expected.asText());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> nextServiceV4() throws IOException {
        return cases("next_service_v4", entry -> checkNext(PoolId.SERVICE_V4, entry));
    }

    @TestFactory
    Stream<DynamicTest> nextNodeSubnetV4() throws IOException {
        return cases("next_node_subnet_v4", entry -> checkNext(PoolId.SUBNET_V4, entry));
    }

    @TestFactory
    Stream<DynamicTest> nextNodeSubnetV6() throws IOException {
        return cases("next_node_subnet_v6", entry -> checkNext(PoolId.SUBNET_V6, entry));
    }

    @TestFactory
    Stream<DynamicTest> nextInstanceOrBalanceV6() throws IOException {
        return cases(
                "next_instance_or_balance_v6",
                entry -> checkNext(
                        entry.get("in").asText().startsWith("fdff:2") ? PoolId.ofPolicy(2) : PoolId.INSTANCE_V6,
                        entry));
    }

    private static void checkNext(PoolId pool, JsonNode entry) {
        var expected = entry.get("next").isTextual()
                ? Optional.of(IpAddress.parse(entry.get("next").asText()))
                : Optional.<IpAddress>empty();
        assertThat(pool.sequence().after(IpAddress.parse(entry.get("in").asText())))
                .isEqualTo(expected);
    }

    /** Inverted: the group is {@code keep: false} as a whole. */
    @TestFactory
    Stream<DynamicTest> theLastAddressIsHandedOut() throws IOException {
        assertThat(vectors().get("last_address_is_never_handed_out").get("keep").asBoolean())
                .isFalse();
        return cases("last_address_is_never_handed_out", entry -> {
            var last = entry.get("counter").asText();
            var pool = Pool.at(POOLS.get(entry.get("pool").asText()), last);
            assertThat(pool.take("web")).isEqualTo(last);
            assertThat(pool.refused(Wish.any("shop", "shop")).code()).isEqualTo(PoolRefusals.DRY);
        });
    }

    @Test
    void chosenAddressesThatConflict() throws IOException {
        var cases = vectors().get("rr_ip_conflicts").get("cases");
        assertThat(cases).as("all of them stand below").hasSize(4);
        var pool = new Pool(PoolId.ofPolicy(2));
        pool.choose("web#1", "fdff:2000::aaaa");
        assertThat(pool.refused(Pool.exactly("shop", "fdff:2000::aaaa")).code())
                .as(cases.get(0).toString())
                .isEqualTo(PoolRefusals.TAKEN);
        assertThat(pool.choose("web#2", "fdff:2000::aaaa"))
                .as(cases.get(1).toString())
                .isEqualTo("fdff:2000::aaaa");
        assertThat(pool.state.of("web#1")).as("it has one owner").isEmpty();
        assertThat(pool.refused(Pool.exactly("shop", "fdff:2000:0::aaaa")).code())
                .as(cases.get(2).toString())
                .isEqualTo(PoolRefusals.TAKEN);
        pool.choose("cart", "fdff:2000::");
        assertThat(pool.take("bank")).as(cases.get(3).toString()).isEqualTo("fdff:2000::1");
    }

    /** Holm gives back by owner, so what nobody has is given back by nobody. */
    @TestFactory
    Stream<DynamicTest> release() throws IOException {
        return cases("release", entry -> {
            var counter = IpAddress.parse(entry.get("counter").asText());
            var address = IpAddress.parse(entry.get("release").asText());
            var id = POOLS.get(entry.get("pool").asText());
            var wasGiven = address.isBefore(counter) && id.sequence().comesBy(address);
            var held = wasGiven ? List.of(new Holding("web", "web", address, false, true)) : List.<Holding>of();
            var pool = new Pool(id, new AddressPoolState.Stored(Optional.of(counter), held, List.of(), 0));
            pool.giveBack("web");
            pool.restsEnough();
            var isHandedOutAgain = pool.take("shop").equals(address.toString());
            assertThat(isHandedOutAgain && wasGiven).isEqualTo(entry.get("out").isTextual() || !keep(entry));
        });
    }

    @TestFactory
    Stream<DynamicTest> availableAddresses() throws IOException {
        return cases("available_ip_preview", entry -> {
            var id = entry.get("family").asInt() == 4 ? PoolId.SERVICE_V4 : PoolId.INSTANCE_V6;
            var pool = new Pool(id, stored(entry));
            assertThat(pool.preview(entry.get("x").asInt())).isEqualTo(texts(entry.get("out")));
            assertThat(pool.journal).isEmpty();
        });
    }

    private static AddressPoolState.Stored stored(JsonNode entry) {
        var counter = Optional.ofNullable(entry.get("counter"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .map(IpAddress::parse);
        var used = entry.path("used").isTextual()
                ? counter.stream().toList()
                : texts(entry.path("used")).stream().map(IpAddress::parse).toList();
        var held = used.stream()
                .map(address -> new Holding("owner of " + address, "web", address, true, true))
                .toList();
        var resting = new ArrayList<Resting>();
        for (var free : texts(entry.get("free"))) {
            resting.add(new Resting(IpAddress.parse(free), "gone", resting.size(), 0, true, true));
        }
        return new AddressPoolState.Stored(counter, held, resting, resting.size());
    }

    @Test
    void instancesOfAService() throws IOException {
        var steps = vectors().get("instance_deploy_flow").get("steps");
        var four = Pool.at(PoolId.SERVICE_V4, steps.get(0).get("counter_v4").asText());
        var six = Pool.at(PoolId.INSTANCE_V6, steps.get(0).get("counter_v6").asText());
        for (var step : steps) {
            var instance = step.get("call").get("_id").asText() + "."
                    + step.get("call").get("instance_number").asInt();
            assertThat(four.take(instance))
                    .isEqualTo(step.get("stored").get("instance_ip").asText());
            assertThat(six.take(instance))
                    .isEqualTo(step.get("stored").get("instance_ip_v6").asText());
            checkCounter(four, step.get("new_counter_v4"));
            checkCounter(six, step.get("new_counter_v6"));
        }
    }

    private static void checkCounter(Pool pool, JsonNode expected) {
        if (expected != null) {
            assertThat(pool.state.next()).contains(IpAddress.parse(expected.asText()));
        }
    }

    @Test
    void increments() throws IOException {
        for (var pair : vectors().get("ip_increment").get("v4")) {
            var address = Ipv4Address.parse(pair.get(0).asText());
            assertThat(new Ipv4Address(address.bits() + 1))
                    .hasToString(pair.get(1).asText());
        }
        for (var pair : vectors().get("ip_increment").get("v6")) {
            assertThat(PoolId.INSTANCE_V6
                            .sequence()
                            .after(IpAddress.parse(pair.get(0).asText())))
                    .contains(IpAddress.parse(pair.get(1).asText()));
        }
    }

    @Test
    void theThirtyBlocksOfPolicies() throws IOException {
        var plan = vectors().get("address_plan_v6");
        assertThat(plan.get("balancing")).hasSize(Policy.BLOCKS);
        for (var block : plan.get("balancing")) {
            var first = firstOf(block.get("prefix"));
            var sequence = PoolId.ofPolicy(block.get("index").asInt()).sequence();
            assertThat(sequence.first()).isEqualTo(first);
            assertThat(new Policy("any", block.get("index").asInt()).block()).isEqualTo(first);
            assertThat(sequence.contains(new Ipv6Address(first.high() | 0x7ff_ffff_ffffL, -1)))
                    .isTrue();
            assertThat(sequence.contains(new Ipv6Address(first.high() + 0x800_0000_0000L, 0)))
                    .isFalse();
        }
        assertThat(Policy.CLOSEST.block())
                .isEqualTo(firstOf(plan.get("balancing").get(0).get("prefix")));
        assertThat(Policy.ROUND_ROBIN.block())
                .isEqualTo(firstOf(plan.get("balancing").get(1).get("prefix")));
    }

    @Test
    void theOtherBlocks() throws IOException {
        var plan = vectors().get("address_plan_v6");
        var instances = PoolId.INSTANCE_V6.sequence();
        for (var block : plan.get("instance")) {
            assertThat(instances.comesBy(firstOf(block))).isTrue();
        }
        var subnets = PoolId.SUBNET_V6.sequence();
        assertThat(subnets.first()).isEqualTo(firstOf(plan.get("worker_first")));
        assertThat(subnets.after(firstOf(plan.get("worker_last")))).isEmpty();
        assertThat(subnets.contains(firstOf(plan.get("worker_last")))).isTrue();
        assertThat(subnets.contains(firstOf(plan.get("reserved")))).isFalse();
        assertThat(subnets.contains(firstOf(plan.get("service")))).isFalse();
    }

    /** The last one is usable here, so what is usable is the whole pool. */
    @Test
    void capacity() throws IOException {
        var capacity = vectors().get("capacity");
        assertThat(count(PoolId.SERVICE_V4))
                .isEqualTo(capacity.get("service_v4_pool").asInt());
        assertThat(count(PoolId.SUBNET_V4))
                .isEqualTo(capacity.get("node_subnets_v4").asInt());
        var first = bits(PoolId.SUBNET_V6.sequence().first());
        var last = bits(IpAddress.parse("fdfd:ffff:ffff:ffff:ffff:ffff:ffff:ff00"));
        assertThat(last.subtract(first).shiftRight(8).add(BigInteger.ONE))
                .as(capacity.get("node_subnets_v6").asText())
                .isEqualTo(BigInteger.valueOf(510).shiftLeft(104));
        var block = PoolId.ofPolicy(2).sequence();
        var end = IpAddress.parse("fdff:2000:0:ffff:ffff:ffff:ffff:ffff");
        assertThat(block.after(end)).isEmpty();
        assertThat(bits(end).subtract(bits(block.first())).add(BigInteger.ONE))
                .as(capacity.get("v6_addresses_effective_per_21").asText())
                .isEqualTo(BigInteger.ONE.shiftLeft(80));
    }

    private static long count(PoolId pool) {
        var sequence = pool.sequence();
        return Stream.iterate(
                        Optional.of(sequence.first()), Optional::isPresent, place -> place.flatMap(sequence::after))
                .count();
    }

    private static BigInteger bits(IpAddress address) {
        return address instanceof Ipv6Address(var high, var low)
                ? new BigInteger(Long.toUnsignedString(high))
                        .shiftLeft(64)
                        .add(new BigInteger(Long.toUnsignedString(low)))
                : BigInteger.valueOf(-1);
    }

    private static Ipv6Address firstOf(JsonNode prefix) {
        return Ipv6Address.parse(prefix.asText().replaceFirst("/.*", ""));
    }

    private static boolean keep(JsonNode entry) {
        return entry.path("keep").asBoolean(true);
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Stream<DynamicTest> cases(String group, Consumer<JsonNode> test) throws IOException {
        return StreamSupport.stream(vectors().get(group).get("cases").spliterator(), false)
                .map(entry -> dynamicTest(entry.toString(), () -> test.accept(entry)));
    }

    private static JsonNode vectors() throws IOException {
        try (var file = AddressVectorsTest.class.getResourceAsStream("network-vectors.json")) {
            return new ObjectMapper().readTree(file);
        }
    }
}
