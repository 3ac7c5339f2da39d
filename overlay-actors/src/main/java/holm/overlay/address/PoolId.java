package holm.overlay.address;

import holm.domain.address.Ipv6Address;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which pool of the address plan.
 *
 * @param value {@code service-v4}, {@code instance-v6}, {@code subnet-v4}, {@code subnet-v6}, or {@code policy-v6-<block>} with 1–30
 */
public record PoolId(String value) {
    /** Stands first because the constants below are checked against it. */
    private static final Pattern SHAPE =
            Pattern.compile("service-v4|instance-v6|subnet-v4|subnet-v6|policy-v6-([1-9]|[12][0-9]|30)");

    /** One pool for services and instances: an IPv4 address does not tell its policy. */
    public static final PoolId SERVICE_V4 = new PoolId("service-v4");

    public static final PoolId INSTANCE_V6 = new PoolId("instance-v6");
    public static final PoolId SUBNET_V4 = new PoolId("subnet-v4");
    public static final PoolId SUBNET_V6 = new PoolId("subnet-v6");

    private static final String POLICY = "policy-v6-";
    private static final long SERVICES = 0xfdff_0000_0000_0000L;

    /** Blocks 1–15 stand at {@code fdff:<n>000}, 16–30 at {@code fdff:<n-15>800} (network.md 1.2). */
    private static final int HALF = 15;

    private static final int NIBBLE_SHIFT = 44;
    private static final long SECOND_HALF = 0x0000_0800_0000_0000L;

    public PoolId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a pool of addresses: " + value);
        }
    }

    /** @param number of the policy's block, see {@link holm.domain.address.Policy} */
    public static PoolId ofPolicy(int number) {
        return new PoolId(POLICY + number);
    }

    public AddressSequence sequence() {
        return switch (value) {
            case "service-v4" -> new ServiceV4Sequence();
            case "instance-v6" -> new BlockSequence(List.of(block(0, false), block(0, true)));
            case "subnet-v4" -> new SubnetV4Sequence();
            case "subnet-v6" -> new SubnetV6Sequence();
            default -> policy(Integer.parseInt(value.substring(POLICY.length())));
        };
    }

    private static AddressSequence policy(int index) {
        return new BlockSequence(List.of(block(index > HALF ? index - HALF : index, index > HALF)));
    }

    private static Ipv6Address block(int nibble, boolean secondHalf) {
        return new Ipv6Address(SERVICES | (long) nibble << NIBBLE_SHIFT | (secondHalf ? SECOND_HALF : 0), 0);
    }

    @Override
    public String toString() {
        return value;
    }
}
