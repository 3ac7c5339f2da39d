package holm.cluster.worker;

import holm.domain.Candidate;
import holm.domain.Resources;
import holm.domain.Virtualization;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a worker is and has, as far as it stays the same for long: the part of its candidate that is kept.
 *
 * @param name host name
 * @param capacity in all, CPU already multiplied by the overcommit factor
 * @param cores physical or virtual cores, before overcommit
 * @param location free text or {@code lat,lon,radius-km}; empty when unknown
 * @param address IP address under which people reach it; empty when unknown
 */
public record Registration(
        String name,
        Resources capacity,
        Optional<Integer> cores,
        Set<Virtualization> virtualizations,
        Set<String> architectures,
        Map<String, String> labels,
        String location,
        String address) {
    public static final Registration NONE =
            new Registration("", Resources.NONE, Optional.empty(), Set.of(), Set.of(), Map.of(), "", "");

    private static final long MILLI_CPUS_OF_A_CORE = 1_000;

    public Registration {
        virtualizations = Set.copyOf(virtualizations);
        architectures = Set.copyOf(architectures);
        labels = Map.copyOf(labels);
    }

    /**
     * @param self as the worker says it: its cores as they are
     * @param overcommit how many times each core may be promised, at least 1
     */
    public static Registration of(Candidate self, int overcommit) {
        var raw = self.capacity();
        var milliCpus = self.cores().map(cores -> cores * MILLI_CPUS_OF_A_CORE).orElse(raw.milliCpus());
        return new Registration(
                self.name(),
                new Resources(milliCpus * overcommit, raw.memoryMebiBytes(), raw.storageMebiBytes(), raw.gpus()),
                self.cores(),
                self.virtualizations(),
                self.architectures(),
                self.labels(),
                self.location(),
                self.address());
    }
}
