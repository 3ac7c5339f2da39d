package holm.domain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Something that can take an instance: a worker for a cluster, a cluster for the root. A copy that may be stale; whether a
 * need really fits is decided by the worker's owner alone.
 *
 * @param id worker id or cluster id, 24 hexadecimal digits
 * @param name host name of a worker, name of a cluster
 * @param live whether it was heard of lately
 * @param workers how many live workers it stands for; 1 for a worker
 * @param capacity what it has in all; CPU already multiplied by the overcommit factor
 * @param available what nobody has reserved yet
 * @param largest by architecture: what the freest single worker has available, so that the root chooses no cluster where
 *     nothing fits; for a worker its own {@code available}
 * @param virtualizations what can run there
 * @param architectures in Go's words: {@code amd64}, {@code arm64}
 * @param labels free words of the operator
 * @param location free text or {@code lat,lon,radius-km}; empty when unknown
 * @param address IP address under which it is reached by people; empty when unknown
 * @param cpuPercent busy part of all cores, 0–100
 * @param memoryPercent used part of the memory, 0–100
 * @param workerNames names of the workers below, for {@code direct} at the root; at most some thousands
 * @param cores physical or virtual cores, before overcommit
 * @param kinds the workers below by what they are, silent ones too, because they may come back; empty when it says nothing of it
 */
public record Candidate(
        String id,
        String name,
        boolean live,
        int workers,
        Resources capacity,
        Resources available,
        Map<String, Resources> largest,
        Set<Virtualization> virtualizations,
        Set<String> architectures,
        Map<String, String> labels,
        String location,
        String address,
        double cpuPercent,
        double memoryPercent,
        List<String> workerNames,
        Optional<Integer> cores,
        List<WorkerKind> kinds) {
    public Candidate {
        largest = Map.copyOf(largest);
        virtualizations = Set.copyOf(virtualizations);
        architectures = Set.copyOf(architectures);
        labels = Map.copyOf(labels);
        workerNames = List.copyOf(workerNames);
        kinds = kinds == null ? List.of() : List.copyOf(kinds); // absent in what older versions send and stored
    }

    /** @return the same, of which other amounts are free now */
    public Candidate withAvailable(Resources free, Map<String, Resources> freest) {
        return new Candidate(
                id,
                name,
                live,
                workers,
                capacity,
                free,
                freest,
                virtualizations,
                architectures,
                labels,
                location,
                address,
                cpuPercent,
                memoryPercent,
                workerNames,
                cores,
                kinds);
    }
}
