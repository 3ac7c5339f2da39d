package holm.domain.route;

import holm.domain.ApplicationId;
import java.util.Optional;

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
}
