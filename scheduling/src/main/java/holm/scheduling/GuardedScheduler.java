package holm.scheduling;

import holm.domain.Candidate;
import holm.domain.Status;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Keeps a fault of somebody's scheduler from ending all placements: an exception, or a candidate that was not among those given. */
final class GuardedScheduler implements Scheduler {
    private final Scheduler guarded;
    private final Consumer<RuntimeException> defects;

    GuardedScheduler(Scheduler guarded, Consumer<RuntimeException> defects) {
        this.guarded = guarded;
        this.defects = defects;
    }

    @Override
    public String name() {
        return guarded.name();
    }

    @Override
    public Placement place(Requirements requirements, List<Candidate> candidates, long seed) {
        try {
            var placement = guarded.place(requirements, candidates, seed);
            requireGiven(placement, candidates);
            return placement;
        } catch (RuntimeException defect) {
            defects.accept(defect);
            return new Placement(
                    List.of(),
                    List.of(),
                    verdict(requirements.tier()),
                    "the scheduler %s failed; the log of this %s says why"
                            .formatted(name(), requirements.tier() == Tier.ROOT ? "root" : "cluster"));
        }
    }

    private void requireGiven(Placement placement, List<Candidate> candidates) {
        var given = candidates.stream().map(Candidate::id).collect(Collectors.toSet());
        for (var id : placement.ranked()) {
            if (!given.contains(id)) {
                throw new IllegalStateException(
                        "the scheduler %s ranks %s, which is no candidate".formatted(name(), id));
            }
        }
    }

    private static Status verdict(Tier tier) {
        return switch (tier) {
            case ROOT -> Status.NO_ACTIVE_CLUSTER_WITH_CAPACITY;
            case CLUSTER -> Status.NO_NODE_FOUND;
        };
    }
}
