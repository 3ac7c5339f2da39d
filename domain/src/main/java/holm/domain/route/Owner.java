package holm.domain.route;

import holm.domain.ApplicationId;
import holm.domain.ServiceId;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whose a service is. Names are unique within an account only, so whoever asks by name means what its own account calls so.
 *
 * @param account the account's name; empty where only an older Holm spoke of the service
 */
public record Owner(ApplicationId application, Optional<String> account) {
    /** @return whether both are surely of one account: an application belongs to one */
    public boolean isOfOneAccountWith(Owner other) {
        return application.equals(other.application) || (account.isPresent() && account.equals(other.account));
    }

    /**
     * @param owners whose a service is, where that is known
     * @return the first one of the same account
     */
    Optional<ServiceId> among(Stream<ServiceId> held, Function<ServiceId, Optional<Owner>> owners) {
        return held.filter(service ->
                        owners.apply(service).filter(this::isOfOneAccountWith).isPresent())
                .findFirst();
    }
}
