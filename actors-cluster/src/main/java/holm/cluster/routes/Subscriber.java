package holm.cluster.routes;

import java.util.Optional;

/**
 * A worker that wants a table.
 *
 * @param session which of its sessions said so; an older one takes nothing back
 * @param told what it was sent last in this session, or said to have; empty before the first time
 * @param applied the version that is in its kernel
 * @param unanswered how many messages were sent since it said so last
 */
record Subscriber(String session, Optional<KnownRoutes> told, long applied, int unanswered) {
    Subscriber applied(long version) {
        return new Subscriber(session, told, Math.max(applied, version), 0);
    }

    Subscriber told(KnownRoutes now) {
        return new Subscriber(session, Optional.of(now), applied, unanswered + 1);
    }

    /** A worker that does not answer is waited for no longer. */
    Subscriber forgiven() {
        return new Subscriber(session, told, applied, 0);
    }
}
