package holm.scheduling;

import holm.domain.Candidate;
import holm.domain.Status;
import holm.domain.descriptor.Constraint;
import holm.scheduling.Filter.Ground;
import java.util.List;
import java.util.Map;

/** Which of Oakestra's words says best why nothing fits. */
final class Verdicts {
    private Verdicts() {}

    /** @param grounds why each candidate was excluded, by the first filter that objected */
    static Status whenNothingFits(Requirements requirements, List<Candidate> candidates, Map<Ground, Integer> grounds) {
        return switch (requirements.tier()) {
            case ROOT -> atRoot(requirements, candidates);
            case CLUSTER -> inCluster(grounds);
        };
    }

    private static Status atRoot(Requirements requirements, List<Candidate> candidates) {
        var named = requirements.descriptor().constraints().stream().anyMatch(Verdicts::namesClusters);
        if (!named) {
            return Status.NO_ACTIVE_CLUSTER_WITH_CAPACITY;
        }
        var targets = candidates.stream()
                .filter(candidate ->
                        requirements.descriptor().constraints().stream().allMatch(one -> allows(one, candidate)))
                .toList();
        if (targets.isEmpty()) {
            return Status.TARGET_CLUSTER_NOT_FOUND;
        }
        return targets.stream().anyMatch(Candidate::live)
                ? Status.TARGET_CLUSTER_NO_CAPACITY
                : Status.TARGET_CLUSTER_NOT_ACTIVE;
    }

    private static Status inCluster(Map<Ground, Integer> grounds) {
        if (grounds.containsKey(Ground.FULL)) {
            return Status.NO_WORKER_CAPACITY;
        }
        return grounds.containsKey(Ground.UNQUALIFIED) ? Status.NO_QUALIFIED_WORKER_FOUND : Status.NO_NODE_FOUND;
    }

    private static boolean namesClusters(Constraint constraint) {
        return switch (constraint) {
            case Constraint.Direct direct -> !direct.clusters().isEmpty();
            case Constraint.Clusters clusters -> !clusters.allowed().isEmpty();
            case Constraint.Addons _, Constraint.Latency _, Constraint.Geo _ -> false;
        };
    }

    private static boolean allows(Constraint constraint, Candidate cluster) {
        return switch (constraint) {
            case Constraint.Direct direct ->
                direct.clusters().isEmpty() || direct.clusters().contains(cluster.name());
            case Constraint.Clusters clusters ->
                clusters.allowed().isEmpty() || clusters.allowed().contains(cluster.name());
            case Constraint.Addons _, Constraint.Latency _, Constraint.Geo _ -> true;
        };
    }
}
