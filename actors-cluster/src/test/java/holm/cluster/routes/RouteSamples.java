package holm.cluster.routes;

import holm.domain.ApplicationId;
import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.AddressPair;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.descriptor.ServiceName;
import holm.domain.route.Endpoint;
import holm.domain.route.RoutedService;
import java.util.Map;
import java.util.Optional;

/** One valid object of each noun of routes. */
public final class RouteSamples {
    public static final ServiceId SERVICE = new ServiceId("0123456789abcdef01234567");
    public static final ClusterId HERE = cluster(1);
    public static final ClusterId THERE = cluster(2);
    public static final ClusterId ELSEWHERE = cluster(3);
    public static final WorkerId W1 = worker(1);
    public static final WorkerId W2 = worker(2);
    public static final RoutedService ABOUT = new RoutedService(
            SERVICE,
            new ServiceName("app", "ns", "web", "ns"),
            new ApplicationId("00000000000000000000000a"),
            false,
            Map.of("rr", pair("10.30.0.1", "fdff:2000::1")),
            Optional.of("Admin"));

    private RouteSamples() {}

    public static InstanceId instance(int number) {
        return new InstanceId(SERVICE, number);
    }

    public static Endpoint endpoint(int number, ClusterId cluster) {
        return endpoint(number, cluster, 1);
    }

    public static Endpoint endpoint(int number, ClusterId cluster, long run) {
        return new Endpoint(
                instance(number),
                new Fence(1, 1, run),
                cluster,
                W1,
                pair("10.30.1." + number, "fdff::" + (number + 1)),
                pair("10.18.0." + (number + 2), "fc00::" + (number + 2)),
                100,
                0);
    }

    public static AddressPair pair(String v4, String v6) {
        return new AddressPair(Optional.of(Ipv4Address.parse(v4)), Optional.of(Ipv6Address.parse(v6)));
    }

    public static ClusterId cluster(int number) {
        return new ClusterId("c%023x".formatted(number));
    }

    public static WorkerId worker(int number) {
        return new WorkerId("%024x".formatted(number));
    }
}
