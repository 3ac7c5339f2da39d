package holm.domain.message;

import java.util.List;
import java.util.Optional;

/**
 * Where an instance runs.
 *
 * @param workerId 24 hexadecimal digits
 * @param workerName host name
 * @param workerAddress address of the worker that people reach, where its port mappings listen
 * @param namespaceAddresses IPv4 and IPv6 addresses of its network namespace; empty before it has one
 * @param startedAtMillis when this run started, milliseconds since 1970 by the worker's clock
 */
public record Whereabouts(
        String workerId,
        String workerName,
        String workerAddress,
        List<String> namespaceAddresses,
        Optional<Long> startedAtMillis) {
    public Whereabouts {
        namespaceAddresses = List.copyOf(namespaceAddresses);
    }
}
