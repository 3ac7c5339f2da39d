package holm.root.application;

import holm.domain.ApplicationId;
import holm.domain.ServiceId;
import java.util.List;

/**
 * A named set of services that belongs to one user.
 *
 * @param owner name of an account
 * @param planned the services that were posted with it, by ids made beforehand: what to take back when the POST did not end
 * @param createdAtMillis milliseconds since 1970
 */
record Application(
        ApplicationId id,
        String owner,
        String name,
        String namespace,
        String description,
        State state,
        List<ServiceId> planned,
        long createdAtMillis) {
    /** Only what is {@code ACTIVE} is seen from outside. */
    enum State {
        CREATING,
        ACTIVE,
        DELETING
    }

    Application {
        planned = List.copyOf(planned);
    }
}
