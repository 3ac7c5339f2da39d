package holm.scheduling;

import holm.domain.Candidate;
import java.util.List;
import java.util.Optional;

/** It was heard of lately. */
final class LiveFilter implements Filter {
    @Override
    public String name() {
        return "live";
    }

    @Override
    public Ground ground() {
        return Ground.SILENT;
    }

    @Override
    public Optional<String> objection(Requirements requirements, Candidate candidate) {
        return candidate.live() ? Optional.empty() : Optional.of("it is silent");
    }

    @Override
    public String summary(Requirements requirements, List<Candidate> excluded) {
        return Phrase.count(excluded.size(), "is silent", "are silent");
    }
}
