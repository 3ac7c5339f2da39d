package holm.cluster.http;

import holm.domain.Candidate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The query of a list of candidates; what it does not know it ignores, as Oakestra does. */
record ResourceQuery(Map<String, String> parameters) {
    Optional<String> job() {
        return Optional.ofNullable(parameters.get("job_id"));
    }

    /** @return fields beyond the canonical ones */
    Set<String> extra() {
        return Set.copyOf(Arrays.asList(parameters.getOrDefault("resources", "").split(",")));
    }

    boolean matches(Candidate worker) {
        return is("active", Boolean.toString(worker.live()))
                && is("candidate_name", worker.name())
                && is("ip", worker.address());
    }

    private boolean is(String parameter, String value) {
        var asked = parameters.get(parameter);
        return asked == null || asked.toLowerCase(Locale.ROOT).equals(value.toLowerCase(Locale.ROOT));
    }
}
