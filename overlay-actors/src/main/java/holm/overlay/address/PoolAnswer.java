package holm.overlay.address;

import holm.domain.Refusal;
import holm.domain.address.IpAddress;
import java.util.Map;

/** What came of one request. */
public sealed interface PoolAnswer {
    /** @param addresses by owner; empty after giving back */
    record Given(Map<String, IpAddress> addresses) implements PoolAnswer {
        public Given {
            addresses = Map.copyOf(addresses);
        }
    }

    record Refused(Refusal refusal) implements PoolAnswer {}
}
