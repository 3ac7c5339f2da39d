package holm.scheduling;

import holm.domain.Candidate;
import holm.domain.Refusal;
import holm.domain.Virtualization;
import holm.domain.WorkerKind;
import holm.domain.descriptor.ServiceDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds what no worker could run even if it were idle, so that whoever asks is told at once instead of waiting for ever. In doubt it
 * lets pass: what does not fit now waits, and says why.
 */
public final class CapacityCheck {
    private static final long MILLIS = 1_000;

    /** The filters that ask what a worker is, in the order in which their answers help most. */
    private static final List<Question> QUESTIONS = List.of(
            new Question(new VirtualizationFilter(), "virtualization", CapacityCheck::virtualization),
            new Question(new ArchitectureFilter(), "arch", CapacityCheck::architecture),
            new Question(
                    AmountFilter.MEMORY,
                    "memory",
                    (service, kinds) -> "%d MiB of memory; the largest worker that could run it has %d MiB"
                            .formatted(service.need().memoryMebiBytes(), most(kinds, AmountFilter.MEMORY))),
            new Question(
                    AmountFilter.CPU,
                    "vcpus",
                    (service, kinds) -> "%d vcpus; the largest worker that could run it has %d to promise"
                            .formatted(service.vcpus(), most(kinds, AmountFilter.CPU) / MILLIS)),
            new Question(
                    AmountFilter.STORAGE,
                    "storage",
                    (service, kinds) -> "%d MiB of storage; the largest worker that could run it has %d MiB"
                            .formatted(service.storageMebiBytes(), most(kinds, AmountFilter.STORAGE))),
            new Question(
                    AmountFilter.GPU,
                    "vgpus",
                    (service, kinds) -> "%d GPUs; the largest worker that could run it has %d"
                            .formatted(service.vgpus(), most(kinds, AmountFilter.GPU))));

    /** What a service asks for, beside what there is, as the rest of a sentence. */
    private interface Sentence {
        String of(ServiceDescriptor service, List<WorkerKind> kinds);
    }

    /** @param field of the descriptor */
    private record Question(Filter filter, String field, Sentence sentence) {}

    private CapacityCheck() {}

    /**
     * @param clusters all of the root's, also silent ones
     * @return why no worker can ever run this service, as far as is known; empty as well while nobody lives who would know
     */
    public static Optional<Refusal> refusal(ServiceDescriptor service, List<Candidate> clusters) {
        var requirements = new Requirements(Tier.ROOT, service, Map.of(), Map.of(), Set.of());
        var named = clusters.stream()
                .filter(cluster -> mayBe(requirements, cluster))
                .toList();
        var live = named.stream()
                .filter(cluster -> cluster.live() && cluster.workers() > 0)
                .toList();
        var kinds = named.stream().flatMap(cluster -> cluster.kinds().stream()).toList();
        var unsure = live.isEmpty()
                || live.stream().anyMatch(cluster -> cluster.kinds().isEmpty())
                || kinds.stream().anyMatch(kind -> kind.virtualizations().isEmpty());
        // What nobody serves yet is no question of size.
        return unsure || !service.unserved().isEmpty() ? Optional.empty() : firstRefusal(requirements, kinds);
    }

    private static boolean mayBe(Requirements requirements, Candidate cluster) {
        return Stream.of(new DirectFilter(), new ClustersFilter())
                .allMatch(filter -> filter.objection(requirements, cluster).isEmpty());
    }

    private static Optional<Refusal> firstRefusal(Requirements requirements, List<WorkerKind> all) {
        var kinds = all;
        for (var question : QUESTIONS) {
            var fitting = kinds.stream()
                    .filter(kind -> question.filter()
                            .objection(requirements, idle(kind))
                            .isEmpty())
                    .toList();
            if (fitting.isEmpty()) {
                return Optional.of(refusal(requirements.descriptor(), question, kinds));
            }
            kinds = fitting;
        }
        return Optional.empty();
    }

    private static Refusal refusal(ServiceDescriptor service, Question question, List<WorkerKind> kinds) {
        return new Refusal(
                Refusal.Kind.CONFLICT,
                "beyond-all-workers",
                "%s asks for %s"
                        .formatted(service.name().service(), question.sentence().of(service, kinds)),
                question.field(),
                hint(service, question));
    }

    private static String hint(ServiceDescriptor service, Question question) {
        return question.filter() instanceof VirtualizationFilter
                        && service.virtualization().equals(Virtualization.UNIKERNEL)
                ? "install QEMU on a worker (apt-get install qemu-system-x86), or add one that has it; nothing was started"
                : "ask for less, or add a worker that has it; nothing was started";
    }

    private static Candidate idle(WorkerKind kind) {
        return new Candidate(
                "",
                "",
                true,
                1,
                kind.capacity(),
                kind.capacity(),
                Map.of(),
                kind.virtualizations(),
                kind.architectures(),
                Map.of(),
                "",
                "",
                0,
                0,
                List.of(),
                Optional.empty(),
                List.of(kind));
    }

    private static String virtualization(ServiceDescriptor service, List<WorkerKind> kinds) {
        return "virtualization %s; no worker has a runtime for it, they run %s"
                .formatted(
                        service.virtualization(),
                        words(kinds.stream().flatMap(kind -> kind.virtualizations().stream())));
    }

    private static String architecture(ServiceDescriptor service, List<WorkerKind> kinds) {
        return "%s; the workers that could run it are %s"
                .formatted(
                        String.join(" or ", service.architectures()),
                        words(kinds.stream().flatMap(kind -> kind.architectures().stream())));
    }

    private static String words(Stream<?> some) {
        return Phrase.names(some.map(Object::toString).distinct().sorted().toList());
    }

    private static long most(List<WorkerKind> kinds, AmountFilter kind) {
        return kinds.stream()
                .map(WorkerKind::capacity)
                .mapToLong(kind.amount())
                .max()
                .orElse(0);
    }
}
