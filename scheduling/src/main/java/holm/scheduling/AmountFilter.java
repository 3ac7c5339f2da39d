package holm.scheduling;

import holm.domain.Candidate;
import holm.domain.Resources;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * It has enough left of one kind of resource, in all and on one single worker below it.
 *
 * @param name for programs
 * @param noun for people
 * @param unit after a number, with the blank before it
 */
record AmountFilter(String name, String noun, String unit, ToLongFunction<Resources> amount) implements Filter {
    static final AmountFilter CPU = new AmountFilter("cpu", "CPU", " mCPU", Resources::milliCpus);
    static final AmountFilter MEMORY = new AmountFilter("memory", "memory", " MiB", Resources::memoryMebiBytes);
    static final AmountFilter STORAGE = new AmountFilter("storage", "storage", " MiB", Resources::storageMebiBytes);
    static final AmountFilter GPU = new AmountFilter("gpu", "GPUs", "", Resources::gpus);

    @Override
    public Ground ground() {
        return Ground.FULL;
    }

    @Override
    public Optional<String> objection(Requirements requirements, Candidate candidate) {
        var needed = needed(requirements);
        var free = free(requirements, candidate);
        // Who needs nothing of it fits also where more was promised than is there.
        return needed <= 0 || free >= needed
                ? Optional.empty()
                : Optional.of("it lacks %s: needs %d%s, has %d".formatted(noun, needed, unit, free));
    }

    @Override
    public String summary(Requirements requirements, List<Candidate> excluded) {
        var most = excluded.stream()
                .mapToLong(candidate -> free(requirements, candidate))
                .max()
                .orElse(0);
        return Phrase.count(excluded.size(), "lacks", "lack")
                + " %s (needs %d%s, most has %d)".formatted(noun, needed(requirements), unit, most);
    }

    private long needed(Requirements requirements) {
        return amount.applyAsLong(requirements.descriptor().need());
    }

    private long free(Requirements requirements, Candidate candidate) {
        var inOnePlace = SingleWorkerFilter.freest(requirements, candidate).stream()
                .mapToLong(amount)
                .max()
                .orElse(0);
        return Math.max(0, Math.min(amount.applyAsLong(candidate.available()), inOnePlace));
    }
}
