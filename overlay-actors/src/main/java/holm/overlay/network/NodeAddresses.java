package holm.overlay.network;

import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The single addresses of a worker's subnet as text. The first host address of each family is the bridge's. */
public record NodeAddresses(NodeSubnet subnet) {
    /** Host parts 2–62 of a /26: network, bridge and broadcast are not for instances. */
    static final int LAST_V4_HOST = 62;

    /** Host parts 2–255 of a /120. */
    static final int LAST_V6_HOST = 255;

    static final int FIRST_HOST = 2;
    private static final int BRIDGE_HOST = 1;
    private static final int NUMBERED = 1_024;
    private static final Ipv4Address FIRST_V4 = Ipv4Address.parse("10.18.0.0");
    private static final Ipv6Address FIRST_V6 = Ipv6Address.parse("fc00::");

    /**
     * The subnets of a machine that nobody gave one to, by Oakestra's address plan.
     *
     * @param index 0–1023
     * @throws IllegalArgumentException for any other
     */
    public static NodeSubnet numbered(int index) {
        if (index < 0 || index >= NUMBERED) {
            throw new IllegalArgumentException(
                    "a subnet's index is between 0 and %d: %d".formatted(NUMBERED - 1, index));
        }
        return new NodeSubnet(
                Optional.of(new Ipv4Address(FIRST_V4.bits() + index * (1 << (Integer.SIZE - NodeSubnet.V4_LENGTH)))),
                new Ipv6Address(FIRST_V6.high(), (long) index << (128 - NodeSubnet.V6_LENGTH)));
    }

    Optional<String> v4(int host) {
        return subnet.v4().map(first -> new Ipv4Address(first.bits() + host).toString());
    }

    String v6(int host) {
        return new Ipv6Address(subnet.v6().high(), subnet.v6().low() + host).toString();
    }

    public Optional<String> bridgeV4() {
        return v4(BRIDGE_HOST);
    }

    public String bridgeV6() {
        return v6(BRIDGE_HOST);
    }

    /** In CIDR notation, for rules and routes. */
    public Optional<String> v4Range() {
        return subnet.v4().map(first -> first + "/" + NodeSubnet.V4_LENGTH);
    }

    /** In CIDR notation, for rules and routes. */
    public String v6Range() {
        return subnet.v6() + "/" + NodeSubnet.V6_LENGTH;
    }

    /** All addresses that instances can have. */
    List<String> instancesV4() {
        return subnet.v4().isEmpty() ? List.of() : all(host -> v4(host).orElseThrow(), LAST_V4_HOST);
    }

    /** All addresses that instances can have. */
    List<String> instancesV6() {
        return all(this::v6, LAST_V6_HOST);
    }

    private static List<String> all(IntFunction<String> address, int last) {
        return IntStream.rangeClosed(FIRST_HOST, last).mapToObj(address).toList();
    }
}
