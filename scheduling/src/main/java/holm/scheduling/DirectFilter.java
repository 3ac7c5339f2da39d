package holm.scheduling;

import holm.domain.Candidate;
import holm.domain.descriptor.Constraint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * It is one of those that {@code direct} constraints name. The root compares clusters by name and asks in addition that one
 * of the named workers is in it; a cluster compares workers by name.
 */
final class DirectFilter implements Filter {
    @Override
    public String name() {
        return "direct";
    }

    @Override
    public Ground ground() {
        return Ground.NOT_NAMED;
    }

    @Override
    public Optional<String> objection(Requirements requirements, Candidate candidate) {
        return constraints(requirements)
                .flatMap(direct -> objection(requirements.tier(), direct, candidate).stream())
                .findFirst();
    }

    private static Optional<String> objection(Tier tier, Constraint.Direct direct, Candidate candidate) {
        return switch (tier) {
            case ROOT -> {
                if (!direct.clusters().isEmpty() && !direct.clusters().contains(candidate.name())) {
                    yield Optional.of("it is not " + oneOf(direct.clusters()));
                }
                yield direct.nodes().isEmpty() || direct.nodes().stream().anyMatch(candidate.workerNames()::contains)
                        ? Optional.empty()
                        : Optional.of("it has no worker " + oneOf(direct.nodes()));
            }
            case CLUSTER ->
                direct.nodes().isEmpty() || direct.nodes().contains(candidate.name())
                        ? Optional.empty()
                        : Optional.of("it is not " + oneOf(direct.nodes()));
        };
    }

    @Override
    public String summary(Requirements requirements, List<Candidate> excluded) {
        var wanted = constraints(requirements)
                .map(direct -> switch (requirements.tier()) {
                    case ROOT -> wantedByRoot(direct);
                    case CLUSTER -> oneOf(direct.nodes());
                })
                .toList();
        return Phrase.count(excluded.size(), "is not what direct names", "are not what direct names") + " ("
                + String.join("; ", wanted) + ")";
    }

    private static String wantedByRoot(Constraint.Direct direct) {
        if (direct.nodes().isEmpty()) {
            return oneOf(direct.clusters());
        }
        var worker = "the worker " + oneOf(direct.nodes());
        return direct.clusters().isEmpty() ? worker : oneOf(direct.clusters()) + " with " + worker;
    }

    private static String oneOf(List<String> names) {
        return Phrase.names(names).replace(", ", " or ");
    }

    private static Stream<Constraint.Direct> constraints(Requirements requirements) {
        return requirements.descriptor().constraints().stream()
                .filter(Constraint.Direct.class::isInstance)
                .map(Constraint.Direct.class::cast);
    }
}
