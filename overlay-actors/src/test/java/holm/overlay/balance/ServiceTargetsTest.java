package holm.overlay.balance;

import static holm.overlay.balance.Shop.clusterOf;
import static holm.overlay.balance.Shop.endpoint;
import static holm.overlay.balance.Shop.instance;
import static holm.overlay.balance.Shop.ipv6Only;
import static holm.overlay.balance.Shop.worker;
import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.WorkerId;
import holm.domain.address.Policies;
import holm.domain.address.Policy;
import holm.domain.route.Endpoint;
import holm.domain.route.RouteTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ServiceTargetsTest {
    private static final BalancingPolicies POLICIES = BalancingPolicies.with(List.of());
    private static final List<Endpoint> THREE = List.of(endpoint(1, 1), endpoint(2, 2), endpoint(3, 15));

    @Test
    void leadsEachAddressOfAPolicyToItsTargetsInItsFamily() {
        var rr = new Destination(
                "10.30.0.2",
                Mode.ROUND_ROBIN,
                List.of(new Target("10.18.0.1", 1), new Target("10.18.0.2", 1), new Target("10.18.0.3", 1)));
        var sticky = new Destination(
                "fdff:6000::1",
                Mode.STICKY,
                List.of(new Target("fc00::1", 1), new Target("fc00::2", 1), new Target("fc00::3", 1)));
        assertThat(compiled(THREE).destinations()).contains(rr, sticky);
    }

    @Test
    void hasEachAddressOfTheServiceAndItsInstancesOnce() {
        var addresses = compiled(THREE).destinations().stream()
                .map(Destination::address)
                .toList();
        assertThat(addresses)
                .doesNotHaveDuplicates()
                .hasSize(2 * (Policies.BUILT_IN.all().size() + THREE.size()));
    }

    @Test
    void leadsAnInstanceAddressToThatInstance() {
        assertThat(compiled(THREE).destinations())
                .contains(single("10.30.1.2", "10.18.0.2"), single("fdff::1:2", "fc00::2"));
    }

    @Test
    void leadsNoNewFlowToAnEndpointThatWeighsNothingButByItsOwnAddress() {
        var targets = compiled(List.of(endpoint(1, 1), endpoint(2, 2, 0, 0))).destinations();
        assertThat(targets)
                .contains(single("10.30.1.2", "10.18.0.2"), single("10.30.0.7", "10.18.0.1"))
                .filteredOn(destination -> destination.targets().contains(new Target("10.18.0.2", 1)))
                .hasSize(1);
        assertThat(compiled(List.of(endpoint(2, 2, 0, 0))).destinations())
                .contains(new Destination("10.30.0.2", Mode.SINGLE, List.of()));
    }

    @Test
    void saysSingleWhereOneTargetIsLeft() {
        assertThat(compiled(List.of(endpoint(7, 1, 500, 0))).destinations())
                .allMatch(destination -> destination.mode() == Mode.SINGLE)
                .contains(single("10.30.0.7", "10.18.0.7"), single("10.30.0.2", "10.18.0.7"));
    }

    @Test
    void keepsTheWeightsOfWhatIsChosenAtRandom() {
        var targets = compiled(List.of(endpoint(1, 1, 500, 20), endpoint(2, 2, 7, 90)));
        assertThat(byAddress(targets).get("fdff:7000::1").targets())
                .containsExactly(new Target("fc00::1", 500), new Target("fc00::2", 7));
        assertThat(byAddress(targets).get("10.30.0.3").targets())
                .containsExactly(new Target("10.18.0.1", 80), new Target("10.18.0.2", 10));
    }

    @Test
    void leadsNowhereWhenNothingRuns() {
        assertThat(compiled(List.of()).destinations())
                .hasSize(2 * Policies.BUILT_IN.all().size())
                .allMatch(destination -> destination.targets().isEmpty());
    }

    @Test
    void leavesAnEndpointWithoutIpv4OutOfIpv4() {
        var byAddress = byAddress(compiled(List.of(ipv6Only(endpoint(1, 0)), endpoint(2, 2))));
        assertThat(byAddress.get("10.30.0.1")).isEqualTo(single("10.30.0.1", "10.18.0.2"));
        assertThat(byAddress.get("fdff:1000::1")).isEqualTo(single("fdff:1000::1", "fc00::1"));
        assertThat(byAddress.get("fdff:2000::1").targets()).hasSize(2);
        assertThat(byAddress.get("10.30.1.1").targets()).isEmpty();
    }

    @Test
    void doesNotDependOnTheOrderOfTheEndpoints() {
        assertThat(compiled(THREE.reversed())).isEqualTo(compiled(THREE));
    }

    @Test
    void seesTheClientsOwnWorkerAsNearest() {
        var from = new Viewpoint(worker(15), clusterOf(15), _ -> 0.01);
        var targets = ServiceTargets.of(Shop.table(Policies.BUILT_IN, THREE), from, POLICIES, ServiceTargets.NONE);
        assertThat(targets.destinations()).contains(single("10.30.0.1", "10.18.0.3"), single("10.30.0.9", "10.18.0.3"));
    }

    @Test
    void remembersWhatItChoseForEachAddress() {
        var first = compiled(THREE, Map.of(worker(1), 10.0, worker(2), 11.0), ServiceTargets.NONE);
        var wobble = Map.of(worker(1), 10.9, worker(2), 10.0);
        assertThat(compiled(THREE, wobble, first)).isEqualTo(first);
        assertThat(compiled(THREE, wobble, ServiceTargets.NONE)).isNotEqualTo(first);
    }

    @Test
    void takesTurnsForAPolicyThatThisWorkerLacks() {
        var nearby = new Policy("nearby", 10);
        var table = Shop.table(Policies.with(List.of(nearby)), THREE);
        assertThat(byAddress(ServiceTargets.of(table, from(Map.of()), POLICIES, ServiceTargets.NONE))
                        .get("fdff:a000::1"))
                .satisfies(destination -> {
                    assertThat(destination.mode()).isEqualTo(Mode.ROUND_ROBIN);
                    assertThat(destination.targets()).hasSize(3);
                });
    }

    @Test
    void leavesOutAnInstanceThatAPlugInMadeUp() {
        var policy = new Policy("ghost", 10);
        var policies = BalancingPolicies.with(List.of(new BalancingPolicy() {
            @Override
            public Policy policy() {
                return policy;
            }

            @Override
            public Choice choose(List<Candidate> candidates, Choice before) {
                return new Choice(Mode.RANDOM, List.of(new Share(instance(2), 3), new Share(instance(99), 5)));
            }
        }));
        var table = Shop.table(policies.policies(), THREE);
        assertThat(ServiceTargets.of(table, from(Map.of()), policies, ServiceTargets.NONE)
                        .destinations())
                .contains(single("10.30.0.10", "10.18.0.2"));
    }

    private static ServiceTargets compiled(List<Endpoint> endpoints) {
        return compiled(endpoints, Map.of(), ServiceTargets.NONE);
    }

    private static ServiceTargets compiled(
            List<Endpoint> endpoints, Map<WorkerId, Double> millis, ServiceTargets before) {
        RouteTable table = Shop.table(Policies.BUILT_IN, endpoints);
        return ServiceTargets.of(table, from(millis), POLICIES, before);
    }

    private static Viewpoint from(Map<WorkerId, Double> millis) {
        return new Viewpoint(
                worker(0),
                clusterOf(0),
                peer -> Optional.ofNullable(millis.get(peer)).orElse(Double.POSITIVE_INFINITY));
    }

    private static Map<String, Destination> byAddress(ServiceTargets targets) {
        return targets.destinations().stream()
                .collect(Collectors.toMap(Destination::address, destination -> destination));
    }

    private static Destination single(String address, String target) {
        return new Destination(address, Mode.SINGLE, List.of(new Target(target, 1)));
    }
}
