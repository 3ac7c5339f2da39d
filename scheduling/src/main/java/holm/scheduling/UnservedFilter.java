package holm.scheduling;

import holm.domain.Candidate;
import java.util.List;
import java.util.Optional;

/** Everything the service asks for is something that Holm serves; see {@code ServiceDescriptor.unserved}. */
final class UnservedFilter implements Filter {
    @Override
    public String name() {
        return "unserved";
    }

    @Override
    public Ground ground() {
        return Ground.UNQUALIFIED;
    }

    @Override
    public Optional<String> objection(Requirements requirements, Candidate candidate) {
        var unserved = requirements.descriptor().unserved();
        return unserved.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", unserved));
    }

    @Override
    public String summary(Requirements requirements, List<Candidate> excluded) {
        return Phrase.count(excluded.size(), "cannot give", "cannot give") + " what is asked for ("
                + String.join("; ", requirements.descriptor().unserved()) + ")";
    }
}
