package holm.scheduling;

import holm.domain.Candidate;
import holm.domain.Resources;
import holm.domain.Virtualization;
import holm.domain.WorkerKind;
import holm.domain.descriptor.Constraint;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.descriptor.ServiceName;
import holm.domain.descriptor.UnikraftNetdev;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One valid candidate and one valid service; a test changes what it is about. */
final class SchedulingBuilders {
    private static final int GENEROUS_STORAGE = 10_000;

    private SchedulingBuilders() {}

    static Candidate candidate(String name) {
        return candidate(name, 4, 2_000, 10, "docker");
    }

    static Candidate candidate(String name, int cpus, int memory, double busy, String... virtualizations) {
        var free = new Resources(cpus * 1_000L, memory, GENEROUS_STORAGE, 0);
        return new Candidate(
                "id-" + name,
                name,
                true,
                1,
                free,
                free,
                Map.of("amd64", free),
                Set.copyOf(List.of(virtualizations).stream()
                        .map(Virtualization::of)
                        .toList()),
                Set.of("amd64"),
                Map.of(),
                "",
                "",
                busy,
                0,
                List.of(),
                Optional.of(cpus),
                List.of());
    }

    static Candidate silent(Candidate c) {
        return copy(c, false, c.available(), c.largest(), c.workerNames(), c.kinds());
    }

    static Candidate withLargest(Candidate c, Map<String, Resources> largest) {
        return copy(c, c.live(), c.available(), largest, c.workerNames(), c.kinds());
    }

    static Candidate withWorkers(Candidate c, String... names) {
        return copy(c, c.live(), c.available(), c.largest(), List.of(names), c.kinds());
    }

    static Candidate withKinds(Candidate c, WorkerKind... kinds) {
        return copy(c, c.live(), c.available(), c.largest(), c.workerNames(), List.of(kinds));
    }

    static Candidate withAvailable(Candidate c, Resources available) {
        return c.withAvailable(available, Map.of("amd64", available));
    }

    private static Candidate copy(
            Candidate c,
            boolean live,
            Resources available,
            Map<String, Resources> largest,
            List<String> workers,
            List<WorkerKind> kinds) {
        return new Candidate(
                c.id(),
                c.name(),
                live,
                c.workers(),
                c.capacity(),
                available,
                largest,
                c.virtualizations(),
                c.architectures(),
                c.labels(),
                c.location(),
                c.address(),
                c.cpuPercent(),
                c.memoryPercent(),
                workers,
                c.cores(),
                kinds);
    }

    static ServiceDescriptor service(String virtualization, int vcpus, int memory, Constraint... constraints) {
        return service(virtualization, vcpus, memory, 0, List.of(), List.of(), constraints);
    }

    static ServiceDescriptor service(
            String virtualization,
            int vcpus,
            int memory,
            int gpus,
            List<String> architectures,
            List<String> unserved,
            Constraint... constraints) {
        return new ServiceDescriptor(
                new ServiceName("shop", "test", "web", "test"),
                Virtualization.of(virtualization),
                "busybox",
                List.of(),
                List.of(),
                memory,
                vcpus,
                gpus,
                0,
                0,
                0,
                0,
                List.of(),
                Map.of(),
                List.of(constraints),
                architectures,
                false,
                0,
                false,
                false,
                unserved,
                UnikraftNetdev.BOTH);
    }

    static Requirements at(Tier tier, ServiceDescriptor service) {
        return new Requirements(tier, service, Map.of(), Map.of(), Set.of());
    }
}
