package holm.overlay.network;

import java.time.Duration;
import java.util.Optional;

/** What a person is told about an instance that got no IPv4 address here, and when the next one would. Pure. */
final class Ipv4Shortage {
    /** Nothing here changes that: the root gives each worker one subnet for good. */
    static final String NO_SUBNET =
            "IPv6 only: this worker has no IPv4 subnet, because all are given to others; another worker may have one";

    /** An earlier process knew more. */
    static final String BEFORE =
            "IPv6 only: no IPv4 address of this worker was free when it came; a new instance may get one";

    private Ipv4Shortage() {}

    /**
     * @param addresses how many this worker has
     * @param next until one that was given back had its rest; empty when instances have all of them
     */
    static String of(int addresses, Optional<Duration> next) {
        var rest = RestingAddresses.REST.toSeconds();
        return next.map(pause ->
                        ("IPv6 only: the %d IPv4 addresses of this worker are taken or rest for %d s after their use;"
                                        + " a new instance gets one in %d s")
                                .formatted(addresses, rest, secondsUp(pause)))
                .orElseGet(() -> ("IPv6 only: instances have all %d IPv4 addresses of this worker;"
                                + " a new one gets one %d s after another is gone")
                        .formatted(addresses, rest));
    }

    private static long secondsUp(Duration pause) {
        return pause.plusSeconds(1).minusNanos(1).toSeconds();
    }
}
