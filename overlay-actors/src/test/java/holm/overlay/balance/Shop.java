package holm.overlay.balance;

import holm.domain.ApplicationId;
import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.AddressPair;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.Policies;
import holm.domain.address.Policy;
import holm.domain.descriptor.ServiceName;
import holm.domain.route.Endpoint;
import holm.domain.route.RouteTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A service with instances on numbered workers; those below ten are of the client's cluster. The client is on worker 0. */
final class Shop {
    static final ServiceId SERVICE = new ServiceId("5".repeat(24));

    private Shop() {}

    static WorkerId worker(int number) {
        return new WorkerId("%024x".formatted(number));
    }

    static ClusterId clusterOf(int worker) {
        return new ClusterId("%024x".formatted(worker / 10));
    }

    static InstanceId instance(int number) {
        return new InstanceId(SERVICE, number);
    }

    /** A plain one: weight 100, idle, both families. */
    static Endpoint endpoint(int number, int worker) {
        return endpoint(number, worker, 100, 0);
    }

    static Endpoint endpoint(int number, int worker, int weight, int cpuPercent) {
        return new Endpoint(
                instance(number),
                Fence.NONE.nextAssignment(),
                clusterOf(worker),
                worker(worker),
                pair("10.30.1." + number, "fdff::1:" + number),
                pair("10.18.0." + number, "fc00::" + number),
                weight,
                cpuPercent);
    }

    /** The same without an IPv4 address of its namespace. */
    static Endpoint ipv6Only(Endpoint endpoint) {
        return new Endpoint(
                endpoint.instance(),
                endpoint.fence(),
                endpoint.cluster(),
                endpoint.worker(),
                endpoint.instanceAddresses(),
                new AddressPair(Optional.empty(), endpoint.namespaceAddresses().v6()),
                endpoint.weight(),
                endpoint.cpuPercent());
    }

    static Candidate candidate(Endpoint endpoint, double roundTripMillis) {
        return new Viewpoint(worker(0), clusterOf(0), _ -> roundTripMillis).see(endpoint);
    }

    /** Candidates 1, 2, … on workers 1, 2, … of the client's cluster, so far away. */
    static List<Candidate> atDistances(double... millis) {
        return IntStream.range(0, millis.length)
                .mapToObj(i -> candidate(endpoint(i + 1, i + 1), millis[i]))
                .toList();
    }

    /** Each policy has 10.30.0.(block) and the second address of its block. */
    static RouteTable table(Policies policies, List<Endpoint> endpoints) {
        var addresses = policies.all().stream()
                .collect(Collectors.toMap(
                        Policy::word, policy -> pair("10.30.0." + policy.number(), policy.block() + "1")));
        var name = new ServiceName("app", "ns", "shop", "ns");
        return new RouteTable(SERVICE, name, new ApplicationId("a".repeat(24)), false, 1, addresses, endpoints);
    }

    static BalancingPolicy policy(Policy policy) {
        return BalancingPolicies.with(List.of()).chooserOf(policy.word());
    }

    private static AddressPair pair(String v4, String v6) {
        return new AddressPair(Optional.of(Ipv4Address.parse(v4)), Optional.of(Ipv6Address.parse(v6)));
    }
}
