package holm.overlay.network;

/**
 * The addresses of one worker: an IPv4 /26 from 10.18.0.0/16 and an IPv6 /120 from fc00::, by Oakestra's address plan. The
 * first host address of each is the bridge's.
 *
 * @param index which subnet, 0–1023
 */
public record Subnet(int index) {
    /** Host parts 2–62 of a /26: network, bridge and broadcast are not for instances. */
    static final int LAST_V4_HOST = 62;

    /** Host parts 2–255 of a /120. */
    static final int LAST_V6_HOST = 255;

    static final int FIRST_HOST = 2;
    private static final int BRIDGE_HOST = 1;
    private static final int SUBNETS = 1_024;
    private static final int V4_SIZE = 64;

    public Subnet {
        if (index < 0 || index >= SUBNETS) {
            throw new IllegalArgumentException(
                    "a subnet's index is between 0 and %d: %d".formatted(SUBNETS - 1, index));
        }
    }

    String v4(int host) {
        var address = index * V4_SIZE + host;
        return "10.18.%d.%d".formatted(address >> 8, address & 0xff);
    }

    String v6(int host) {
        var address = (index << 8) + host;
        return address > 0xffff
                ? "fc00::%x:%x".formatted(address >> 16, address & 0xffff)
                : "fc00::%x".formatted(address);
    }

    String bridgeV4() {
        return v4(BRIDGE_HOST);
    }

    String bridgeV6() {
        return v6(BRIDGE_HOST);
    }

    /** In CIDR notation, for rules. */
    String v4Range() {
        return v4(0) + "/26";
    }

    /** In CIDR notation, for rules. */
    String v6Range() {
        return (index == 0 ? "fc00::" : v6(0)) + "/120";
    }
}
