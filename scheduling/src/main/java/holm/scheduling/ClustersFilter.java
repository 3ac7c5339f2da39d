package holm.scheduling;

import holm.domain.Candidate;
import holm.domain.descriptor.Constraint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** It is one of the clusters that {@code clusters} constraints allow; a cluster has been chosen by then. */
final class ClustersFilter implements Filter {
    @Override
    public String name() {
        return "clusters";
    }

    @Override
    public Ground ground() {
        return Ground.NOT_NAMED;
    }

    @Override
    public Optional<String> objection(Requirements requirements, Candidate candidate) {
        return requirements.tier() == Tier.CLUSTER
                        || constraints(requirements)
                                .allMatch(one -> one.allowed().contains(candidate.name()))
                ? Optional.empty()
                : Optional.of("it is not among the allowed clusters");
    }

    @Override
    public String summary(Requirements requirements, List<Candidate> excluded) {
        var allowed = constraints(requirements)
                .map(one -> Phrase.names(one.allowed()))
                .toList();
        return Phrase.count(excluded.size(), "is", "are") + " not among the allowed clusters ("
                + String.join("; ", allowed) + ")";
    }

    private static Stream<Constraint.Clusters> constraints(Requirements requirements) {
        return requirements.descriptor().constraints().stream()
                .filter(Constraint.Clusters.class::isInstance)
                .map(Constraint.Clusters.class::cast);
    }
}
