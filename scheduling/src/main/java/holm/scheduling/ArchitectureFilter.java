package holm.scheduling;

import holm.domain.Candidate;
import java.util.List;
import java.util.Optional;

/** It has a processor for which the service was built; a service that names none runs on any. */
final class ArchitectureFilter implements Filter {
    @Override
    public String name() {
        return "architecture";
    }

    @Override
    public Ground ground() {
        return Ground.UNQUALIFIED;
    }

    @Override
    public Optional<String> objection(Requirements requirements, Candidate candidate) {
        var wanted = requirements.descriptor().architectures();
        return wanted.isEmpty() || wanted.stream().anyMatch(candidate.architectures()::contains)
                ? Optional.empty()
                : Optional.of("it is not %s, but %s"
                        .formatted(
                                String.join(" or ", wanted),
                                Phrase.names(candidate.architectures().stream()
                                        .sorted()
                                        .toList())));
    }

    @Override
    public String summary(Requirements requirements, List<Candidate> excluded) {
        return Phrase.count(excluded.size(), "is not", "are not") + " "
                + String.join(" or ", requirements.descriptor().architectures());
    }
}
