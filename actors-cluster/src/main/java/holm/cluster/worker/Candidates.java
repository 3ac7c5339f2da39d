package holm.cluster.worker;

import holm.domain.Candidate;
import holm.domain.Resources;
import holm.domain.Virtualization;
import holm.domain.WorkerKind;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Candidates of this tier, and the one candidate that the whole cluster is for the root. */
public final class Candidates {
    /** Names for {@code direct} at the root; more would not fit into one message between tiers. */
    private static final int MOST_NAMES = 4_000;

    /** Real clusters have a handful; a worker that invents words must not make every heartbeat long. */
    private static final int MOST_KINDS = 32;

    /** Memory is never promised twice, so that it is what runs out first. */
    private static final Comparator<Resources> FREER =
            Comparator.comparingLong(Resources::memoryMebiBytes).thenComparingLong(Resources::milliCpus);

    /** What a worker says of itself before it said anything. */
    static final Candidate SILENT = new Candidate(
            "",
            "",
            false,
            0,
            Resources.NONE,
            Resources.NONE,
            Map.of(),
            Set.of(),
            Set.of(),
            Map.of(),
            "",
            "",
            0,
            0,
            List.of(),
            Optional.empty(),
            List.of());

    private Candidates() {}

    /** @param self as the worker said it last: what changes by the second */
    public static Candidate of(
            String id, Registration registration, Resources available, boolean live, Candidate self) {
        var largest = new HashMap<String, Resources>();
        registration.architectures().forEach(architecture -> largest.put(architecture, available));
        return new Candidate(
                id,
                registration.name(),
                live,
                1,
                registration.capacity(),
                available,
                largest,
                registration.virtualizations(),
                registration.architectures(),
                registration.labels(),
                registration.location(),
                registration.address(),
                self.cpuPercent(),
                self.memoryPercent(),
                List.of(registration.name()),
                registration.cores(),
                List.of(new WorkerKind(
                        registration.virtualizations(), registration.architectures(), registration.capacity())));
    }

    /**
     * @param id of the cluster; empty before the root gave one
     * @param address under which the cluster is reached
     * @param workers all known ones; only live ones count, but for the kinds
     */
    public static Candidate sum(
            String id, String name, String location, String address, Collection<Candidate> workers) {
        var live = workers.stream().filter(Candidate::live).toList();
        return new Candidate(
                id,
                name,
                true,
                live.size(),
                live.stream().map(Candidate::capacity).reduce(Resources.NONE, Resources::plus),
                live.stream().map(Candidate::available).reduce(Resources.NONE, Resources::plus),
                largest(live),
                virtualizations(live),
                architectures(live),
                Map.of(),
                location,
                address,
                mean(live, Candidate::cpuPercent),
                mean(live, Candidate::memoryPercent),
                live.stream().map(Candidate::name).sorted().limit(MOST_NAMES).toList(),
                Optional.of(live.stream()
                        .mapToInt(worker -> worker.cores().orElse(0))
                        .sum()),
                kinds(workers));
    }

    /** Those that differ only in size are one kind, so that there are few, however many workers. */
    private static List<WorkerKind> kinds(Collection<Candidate> workers) {
        var kinds = new TreeMap<String, WorkerKind>();
        workers.stream()
                .flatMap(worker -> worker.kinds().stream())
                .forEach(kind -> kinds.merge(words(kind), kind, Candidates::together));
        return kinds.size() <= MOST_KINDS
                ? List.copyOf(kinds.values())
                : kinds.values().stream().reduce(Candidates::together).stream().toList();
    }

    private static String words(WorkerKind kind) {
        return new TreeSet<>(kind.virtualizations()) + " " + new TreeSet<>(kind.architectures());
    }

    /** Says rather too much than too little of them: too little would refuse what fits. */
    private static WorkerKind together(WorkerKind one, WorkerKind other) {
        return new WorkerKind(
                union(one.virtualizations(), other.virtualizations()),
                union(one.architectures(), other.architectures()),
                one.capacity().max(other.capacity()));
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, Resources> largest(List<Candidate> live) {
        var largest = new HashMap<String, Resources>();
        for (var worker : live) {
            worker.architectures()
                    .forEach(architecture -> largest.merge(
                            architecture,
                            worker.available(),
                            (one, other) -> FREER.compare(one, other) >= 0 ? one : other));
        }
        return largest;
    }

    private static Set<Virtualization> virtualizations(List<Candidate> live) {
        var all = new TreeSet<Virtualization>();
        live.forEach(worker -> all.addAll(worker.virtualizations()));
        return all;
    }

    private static Set<String> architectures(List<Candidate> live) {
        var all = new TreeSet<String>();
        live.forEach(worker -> all.addAll(worker.architectures()));
        return all;
    }

    private static double mean(List<Candidate> live, ToDoubleFunction<Candidate> percent) {
        return live.stream().mapToDouble(percent).average().orElse(0);
    }
}
