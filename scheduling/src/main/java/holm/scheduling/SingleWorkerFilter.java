package holm.scheduling;

import holm.domain.Candidate;
import holm.domain.Resources;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One single worker below it has everything at once: ten workers with 1 GiB left are no place for 5 GiB. */
final class SingleWorkerFilter implements Filter {
    @Override
    public String name() {
        return "single-worker";
    }

    @Override
    public Ground ground() {
        return Ground.FULL;
    }

    @Override
    public Optional<String> objection(Requirements requirements, Candidate candidate) {
        var need = requirements.descriptor().need();
        return freest(requirements, candidate).stream().anyMatch(free -> fits(need, free))
                ? Optional.empty()
                : Optional.of("no single worker of it has all at once: needs " + need);
    }

    @Override
    public String summary(Requirements requirements, List<Candidate> excluded) {
        return Phrase.count(excluded.size(), "has", "have") + " no single worker with all at once (needs "
                + requirements.descriptor().need() + ")";
    }

    /** @return what the freest worker of each usable architecture has; its own for a candidate that names none */
    static List<Resources> freest(Requirements requirements, Candidate candidate) {
        var wanted = requirements.descriptor().architectures();
        if (candidate.largest().isEmpty()) {
            return List.of(candidate.available());
        }
        return candidate.largest().entrySet().stream()
                .filter(entry -> wanted.isEmpty() || wanted.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static boolean fits(Resources need, Resources free) {
        return enough(need.milliCpus(), free.milliCpus())
                && enough(need.memoryMebiBytes(), free.memoryMebiBytes())
                && enough(need.storageMebiBytes(), free.storageMebiBytes())
                && enough(need.gpus(), free.gpus());
    }

    private static boolean enough(long need, long free) {
        return need <= 0 || free >= need;
    }
}
