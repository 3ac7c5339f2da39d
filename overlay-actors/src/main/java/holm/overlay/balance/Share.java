package holm.overlay.balance;

import holm.domain.InstanceId;

/**
 * What one instance gets of the new flows.
 *
 * @param weight its part among the weights of the same choice, 1–{@value #MOST}
 */
public record Share(InstanceId instance, int weight) {
    /** As an endpoint's own weight: finer differences are smaller than what chance does to a share. */
    public static final int MOST = 1_000;

    public Share {
        if (weight < 1 || weight > MOST) {
            throw new IllegalArgumentException("a weight is 1 to %d, not %d".formatted(MOST, weight));
        }
    }
}
