package holm.worker.agent;

import holm.domain.Candidate;
import holm.domain.InstallationId;
import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.worker.runner.RunnerSurroundings;
import java.util.Optional;

/**
 * Who a worker is, kept over restarts.
 *
 * @param installation what it belongs to; empty before its first welcome
 * @param worker what its cluster calls it, 24 hexadecimal digits; empty before its first welcome
 * @param generation the highest generation of its cluster's database that it has met; 0 at first
 * @param cluster the name of its cluster; empty before its first welcome
 */
public record Identity(
        Optional<InstallationId> installation, Optional<String> worker, long generation, Optional<String> cluster) {
    public static final Identity NEW = new Identity(Optional.empty(), Optional.empty(), 0, Optional.empty());

    /** What a welcome makes of an identity. */
    public sealed interface Outcome {
        record Accepted(Identity identity) implements Outcome {}

        /** @param reason what is wrong and what to do, for the operator */
        record Foreign(String reason) implements Outcome {}
    }

    /**
     * @param self what this worker can do and has
     * @return how it introduces itself to its cluster
     */
    Upward.Hello hello(Candidate self) {
        return new Upward.Hello(installation, worker, generation, self);
    }

    /** @return to whom runs belong that are started now; empty before the first welcome */
    Optional<RunnerSurroundings.Whose> whose() {
        return installation.flatMap(known -> worker.map(id -> new RunnerSurroundings.Whose(known, id)));
    }

    /** @return whether this worker belongs to whoever welcomes it; everything keeps running either way */
    public Outcome meet(Downward.Welcome welcome) {
        if (installation.isPresent() && !installation.get().equals(welcome.installation())) {
            return new Outcome.Foreign(
                    "the cluster belongs to installation %s, this worker to %s: remove this worker's state to move it"
                            .formatted(welcome.installation(), installation.get()));
        }
        if (cluster.isPresent() && !cluster.get().equals(welcome.clusterName())) {
            return new Outcome.Foreign(
                    "the cluster is called %s, this worker belongs to %s: remove this worker's state to move it"
                            .formatted(welcome.clusterName(), cluster.get()));
        }
        if (welcome.generation() < generation) {
            return new Outcome.Foreign(
                    "the cluster's database has generation %d, this worker has met %d: an older copy of it was restored"
                            .formatted(welcome.generation(), generation));
        }
        return new Outcome.Accepted(new Identity(
                Optional.of(welcome.installation()),
                Optional.of(welcome.id()),
                welcome.generation(),
                Optional.of(welcome.clusterName())));
    }
}
