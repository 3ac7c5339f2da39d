package holm.runtimes;

import java.util.Map;
import java.util.Set;

/** Whether a runtime can run here, and with what. */
public sealed interface Probe {
    /**
     * @param architectures in Go's words, for example {@code amd64}
     * @param facts for the operator and for labels, for example {@code engine=podman 4.3.1}
     */
    record Ready(Set<String> architectures, Map<String, String> facts) implements Probe {}

    /** @param reason what is missing and what to install, for the operator */
    record Unavailable(String reason) implements Probe {}
}
