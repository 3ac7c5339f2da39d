package holm.scheduling;

import holm.domain.Candidate;
import java.util.List;
import java.util.Optional;

/** It has not refused this instance lately. The owner forgets refusals after its back-off. */
final class RefusedFilter implements Filter {
    @Override
    public String name() {
        return "refused";
    }

    @Override
    public Ground ground() {
        return Ground.FULL;
    }

    @Override
    public Optional<String> objection(Requirements requirements, Candidate candidate) {
        return Optional.ofNullable(requirements.refused().get(candidate.id())).map(reason -> "it refused: " + reason);
    }

    @Override
    public String summary(Requirements requirements, List<Candidate> excluded) {
        var reasons = excluded.stream()
                .map(candidate -> requirements.refused().getOrDefault(candidate.id(), ""))
                .filter(reason -> !reason.isBlank())
                .distinct()
                .sorted()
                .toList();
        return excluded.size() + " refused" + (reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")");
    }
}
