package holm.worker.agent;

import holm.domain.Resources;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * One worker as its operator describes it.
 *
 * @param name host name, unique in its cluster by habit, not by need
 * @param stateDirectory where it keeps who it is
 * @param address under which people reach its port mappings
 * @param capacity what instances can have; empty: what the machine has
 */
public record AgentSettings(
        String name, Path stateDirectory, String address, Map<String, String> labels, Optional<Resources> capacity) {
    public AgentSettings {
        labels = Map.copyOf(labels);
    }
}
