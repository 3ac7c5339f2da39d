package holm.scheduling;

import holm.domain.Candidate;
import java.util.List;
import java.util.Optional;

/** It has a runtime of the wanted kind. */
final class VirtualizationFilter implements Filter {
    @Override
    public String name() {
        return "virtualization";
    }

    @Override
    public Ground ground() {
        return Ground.UNQUALIFIED;
    }

    @Override
    public Optional<String> objection(Requirements requirements, Candidate candidate) {
        var wanted = requirements.descriptor().virtualization();
        return candidate.virtualizations().contains(wanted)
                ? Optional.empty()
                : Optional.of("it does not run %s, but %s".formatted(wanted, Phrase.names(has(candidate))));
    }

    @Override
    public String summary(Requirements requirements, List<Candidate> excluded) {
        return Phrase.count(excluded.size(), "does not run", "do not run") + " "
                + requirements.descriptor().virtualization();
    }

    private static List<String> has(Candidate candidate) {
        return candidate.virtualizations().isEmpty()
                ? List.of("nothing")
                : candidate.virtualizations().stream()
                        .map(Object::toString)
                        .sorted()
                        .toList();
    }
}
