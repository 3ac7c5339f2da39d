package holm.domain;

import java.util.Set;

/**
 * What some workers of a candidate have in common, however busy they are: says what can never fit, where {@link Candidate#available}
 * says what does not fit now.
 *
 * @param virtualizations what each of them runs; empty when their runtimes cannot be used now
 * @param architectures in Go's words
 * @param capacity of each amount the most that a single one of them has; CPU already multiplied by the overcommit factor
 */
public record WorkerKind(Set<Virtualization> virtualizations, Set<String> architectures, Resources capacity) {
    public WorkerKind {
        virtualizations = Set.copyOf(virtualizations);
        architectures = Set.copyOf(architectures);
    }
}
