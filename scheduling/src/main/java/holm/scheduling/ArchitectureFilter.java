package holm.scheduling;

import holm.domain.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
        var has = architectures(requirements, candidate);
        return wanted.isEmpty() || wanted.stream().anyMatch(has::contains)
                ? Optional.empty()
                : Optional.of("it is not %s, but %s"
                        .formatted(
                                String.join(" or ", wanted),
                                Phrase.names(has.stream().sorted().toList())));
    }

    @Override
    public String summary(Requirements requirements, List<Candidate> excluded) {
        return Phrase.count(excluded.size(), "is not", "are not") + " "
                + String.join(" or ", requirements.descriptor().architectures());
    }

    /** A cluster may have one processor for containers and another for unikernels. */
    private static Set<String> architectures(Requirements requirements, Candidate candidate) {
        var virtualization = requirements.descriptor().virtualization();
        var able = candidate.kinds().stream()
                .filter(kind -> kind.virtualizations().contains(virtualization))
                .flatMap(kind -> kind.architectures().stream())
                .collect(Collectors.toSet());
        return able.isEmpty() ? candidate.architectures() : able;
    }
}
