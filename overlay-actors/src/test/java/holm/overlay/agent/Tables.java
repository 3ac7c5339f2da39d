package holm.overlay.agent;

import holm.domain.ApplicationId;
import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.AddressPair;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import holm.domain.descriptor.ServiceName;
import holm.domain.message.OverlayUpdate;
import holm.domain.route.Coordinate;
import holm.domain.route.Endpoint;
import holm.domain.route.Peer;
import holm.domain.route.RouteTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One valid object of each noun of tables. */
final class Tables {
    static final ServiceId SERVICE = new ServiceId("0123456789abcdef01234567");
    static final String ADDRESS = "10.30.0.1";
    static final String CLOSEST = "10.30.0.2";
    static final ClusterId HERE = cluster(1);
    static final ClusterId THERE = cluster(2);
    static final WorkerId SELF = worker(1);
    static final NodeSubnet SUBNET = subnet(1);

    private Tables() {}

    static RouteTable table(long version, Endpoint... endpoints) {
        return table(SERVICE, version, endpoints);
    }

    static RouteTable table(ServiceId service, long version, Endpoint... endpoints) {
        return new RouteTable(
                service,
                new ServiceName("app", "ns", "web", "ns"),
                new ApplicationId("00000000000000000000000a"),
                false,
                version,
                Map.of(
                        "rr", pair(ADDRESS, "fdff:2000::1"),
                        "closest", pair(CLOSEST, "fdff:1000::1")),
                List.of(endpoints));
    }

    /** A service of an application that this account has, without instances. */
    static RouteTable of(String account, ServiceId service, String name) {
        return new RouteTable(
                service,
                new ServiceName("app", "ns", name, "ns"),
                new ApplicationId(service.value()),
                false,
                1,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(account),
                List.of());
    }

    /** Services of one application, and only its instances reach the first. */
    static RouteTable isolated(
            ServiceId service, long version, Optional<Set<ServiceId>> fellows, Endpoint... endpoints) {
        return new RouteTable(
                service,
                new ServiceName("app", "ns", "s" + service.value().substring(20), "ns"),
                new ApplicationId("00000000000000000000000a"),
                true,
                version,
                Map.of(),
                fellows,
                Optional.empty(),
                Optional.empty(),
                List.of(endpoints));
    }

    static OverlayUpdate.Routes whole(RouteTable table) {
        return new OverlayUpdate.Routes(table, 1, 1, Set.of(HERE), true);
    }

    static OverlayUpdate.Routes routes(long version, Endpoint... endpoints) {
        return new OverlayUpdate.Routes(table(version, endpoints), 1, 1, Set.of(HERE), true);
    }

    static Endpoint endpoint(int number, ClusterId cluster, WorkerId worker) {
        return new Endpoint(
                new InstanceId(SERVICE, number),
                new Fence(1, 1, 1),
                cluster,
                worker,
                pair("10.30.1." + number, "fdff::" + (number + 1)),
                pair(namespaceAddress(number), "fc00::" + (number + 2)),
                100,
                0);
    }

    static String namespaceAddress(int number) {
        return "10.18.0." + (number + 2);
    }

    static Peer peer(int number) {
        return new Peer(
                worker(number), HERE, "192.0.2." + number, Peer.DEFAULT_PORT, subnet(number), Coordinate.ORIGIN);
    }

    static NodeSubnet subnet(int number) {
        return new NodeSubnet(
                Optional.of(Ipv4Address.parse("10.18.%d.0".formatted(number))),
                Ipv6Address.parse("fc00::%x00".formatted(number)));
    }

    static WorkerId worker(int number) {
        return new WorkerId("%024x".formatted(number));
    }

    private static ClusterId cluster(int number) {
        return new ClusterId("c%023x".formatted(number));
    }

    private static AddressPair pair(String v4, String v6) {
        return new AddressPair(Optional.of(Ipv4Address.parse(v4)), Optional.of(Ipv6Address.parse(v6)));
    }
}
