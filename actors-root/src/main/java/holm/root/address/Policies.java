package holm.root.address;

import holm.domain.address.Policy;
import holm.overlay.address.PoolId;
import java.util.List;

/** The balancing policies that addresses are given for: the one place of the root that lists them. */
public final class Policies {
    /** Every service has an IPv4 address of this policy; of others only when they are named, because that pool is small. */
    static final String ROUND_ROBIN = "rr";

    private Policies() {}

    public static List<Policy> all() {
        return List.of(Policy.values());
    }

    /** @return the pool of what can be chosen as {@code rr_ip_v6} */
    public static PoolId roundRobinV6() {
        return all().stream()
                .filter(policy -> policy.word().equals(ROUND_ROBIN))
                .map(policy -> PoolId.ofPolicy(policy.block()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no policy " + ROUND_ROBIN));
    }
}
