package holm.e2e.bench.overlay;

import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.overlay.network.NodeAddresses;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The addresses of many back ends that are one instance in truth, so that every one of them answers. A worker's IPv4 subnet has room
 * for 61: they are spread over subnets that all lead to the host of that instance.
 */
final class BackEnds {
    static final int MANY = 1_000;

    /** Number of the service that leads to all of them; after those of the largest set of tables. */
    static final int LARGE = 20_000;

    private static final int IN_A_SUBNET = 60;
    private static final int FIRST_HOST = 2;
    private static final int FIRST_SUBNET = 800;

    private BackEnds() {}

    static List<Integer> subnets() {
        return IntStream.rangeClosed(0, (MANY - 1) / IN_A_SUBNET)
                .mapToObj(n -> FIRST_SUBNET + n)
                .toList();
    }

    /** @param number 0–999 */
    static String address(int number, boolean v6) {
        var subnet = NodeAddresses.numbered(FIRST_SUBNET + number / IN_A_SUBNET);
        var host = FIRST_HOST + number % IN_A_SUBNET;
        return v6
                ? new Ipv6Address(subnet.v6().high(), subnet.v6().low() + host).toString()
                : new Ipv4Address(subnet.v4().orElseThrow().bits() + host).toString();
    }

    static String service(int number, boolean v6) {
        return v6 ? "fdff:2000::1:%x".formatted(number) : "10.30.%d.%d".formatted(number >> 8, number & 0xff);
    }
}
