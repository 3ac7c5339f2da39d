package holm.worker;

import holm.domain.Resources;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a worker is started.
 *
 * @param name host name, as people see it
 * @param stateDirectory where it keeps who it is; made when missing
 * @param clusterAddress {@code HOST:PORT} of the cluster orchestrator
 * @param host address on which it listens, under which the orchestrator and people reach it
 * @param httpPort of {@code /metrics} and {@code /health}; 0 for any free one
 * @param capacity what instances can have; empty: what the machine has
 * @param labels free words of the operator
 */
public record WorkerSettings(
        String name,
        Path stateDirectory,
        String clusterAddress,
        String host,
        int httpPort,
        Optional<Resources> capacity,
        Map<String, String> labels) {
    /** Oakestra's engines listen there. */
    public static final int DEFAULT_HTTP_PORT = 10_200;

    public WorkerSettings {
        labels = Map.copyOf(labels);
    }

    public static WorkerSettings of(
            String name, Path stateDirectory, String clusterAddress, String host, int httpPort) {
        return new WorkerSettings(name, stateDirectory, clusterAddress, host, httpPort, Optional.empty(), Map.of());
    }
}
