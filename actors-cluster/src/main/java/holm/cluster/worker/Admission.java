package holm.cluster.worker;

import holm.cluster.root.Membership;
import holm.domain.message.Downward.Rejected;
import holm.domain.message.Upward.Hello;
import java.util.Optional;

/** Whether a worker that says hello may come in. Whoever is refused keeps everything running. */
final class Admission {
    private Admission() {}

    /** @param generation of this cluster's database */
    static Optional<Rejected> refuse(Hello hello, Membership membership, long generation) {
        if (hello.installation()
                .filter(other -> !other.equals(membership.installation()))
                .isPresent()) {
            return Optional.of(new Rejected(
                    "other-installation",
                    "this worker belongs to installation %s, this cluster to %s; reset the worker to move it"
                            .formatted(hello.installation().get(), membership.installation())));
        }
        if (hello.generation() > generation) {
            return Optional.of(new Rejected(
                    "older-database",
                    "this worker has met generation %d of the cluster's database, this is generation %d: an older copy was restored, or it was begun anew"
                            .formatted(hello.generation(), generation)));
        }
        if (hello.self().name().isBlank()) {
            return Optional.of(new Rejected("no-name", "a worker needs a name"));
        }
        return Optional.empty();
    }
}
