package holm.overlay.dns;

import holm.domain.ServiceId;
import holm.domain.descriptor.ServiceName;
import holm.domain.route.RouteTable;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Asks beyond this worker for a service that it does not know. Called by any thread; returns at once. The same name is not
 * asked for again while an answer is awaited, but it is after that: an implementation remembers for a short while what does
 * not exist. When it knows that nobody can answer now it should fail at once instead of being waited for.
 */
@FunctionalInterface
public interface RemoteNames {
    /**
     * @param asker the service whose account's is meant; empty for the machine itself
     * @return the table, or empty when there is no such service; fails when that is unknown. The case of letters does not count
     */
    CompletionStage<Optional<RouteTable>> resolve(ServiceName name, Optional<ServiceId> asker);
}
