package holm.domain.route;

import holm.domain.ServiceId;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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

    /**
     * @param held services that have the key; the first one is meant where a machine asks
     * @param owners whose a service is, where that is known
     * @return which of them is meant: of the asker's own account, or none
     */
    public Optional<ServiceId> among(Stream<ServiceId> held, Function<ServiceId, Optional<Owner>> owners) {
        return asker.isEmpty() ? held.findFirst() : asker.flatMap(owners).flatMap(own -> own.among(held, owners));
    }
}
