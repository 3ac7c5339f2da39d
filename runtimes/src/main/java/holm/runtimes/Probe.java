package holm.runtimes;

import java.util.Map;
import java.util.Set;

/** Whether a runtime can run here, and with what. */
public sealed interface Probe {
    /**
     * @param architectures in Go's words, for example {@code amd64}
     * @param capabilities what not every runtime of this kind can do, for example {@code unikernel-kvm}; words of a-z, 0-9 and -
     * @param facts for the operator and for labels, for example {@code engine=podman 4.3.1}
     */
    record Ready(Set<String> architectures, Set<String> capabilities, Map<String, String> facts) implements Probe {
        public Ready {
            architectures = Set.copyOf(architectures);
            capabilities = Set.copyOf(capabilities);
            facts = Map.copyOf(facts);
        }

        /** Without anything special. */
        public Ready(Set<String> architectures, Map<String, String> facts) {
            this(architectures, Set.of(), facts);
        }
    }

    /** @param reason what is missing and what to install, for the operator */
    record Unavailable(String reason) implements Probe {}
}
