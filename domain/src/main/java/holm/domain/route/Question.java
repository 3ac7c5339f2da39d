package holm.domain.route;

import holm.domain.ServiceId;
import java.util.Optional;

/**
 * Which service is this?
 *
 * @param key a service or instance address in its canonical spelling, or a full service name
 * @param asker the service of which an instance asks by name; empty where a machine asks, and for addresses, which are everybody's
 */
public record Question(String key, Optional<ServiceId> asker) {
    /** Of an address, or of a machine. */
    public static Question ofAnybody(String key) {
        return new Question(key, Optional.empty());
    }
}
