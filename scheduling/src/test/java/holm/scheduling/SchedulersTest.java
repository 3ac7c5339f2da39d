package holm.scheduling;

import static holm.scheduling.SchedulingBuilders.candidate;
import static holm.scheduling.SchedulingBuilders.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.domain.Candidate;
import holm.domain.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchedulersTest {
    private final List<RuntimeException> defects = new ArrayList<>();

    @Test
    void findsTheDefaultByItsNameAndByNone() {
        assertThat(Schedulers.find(Optional.of("default"), defects::add).name()).isEqualTo("default");
        assertThat(Schedulers.find(Optional.empty(), defects::add).name()).isEqualTo("default");
    }

    @Test
    void namesTheSchedulersThatThereAre() {
        assertThatThrownBy(() -> Schedulers.find(Optional.of("fastest"), defects::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fastest")
                .hasMessageContaining("default");
    }

    @Test
    void answersThatNothingFitsWhenASchedulerFails() {
        var placement = place(Tier.CLUSTER, (_, _) -> {
            throw new IllegalStateException("out of luck");
        });
        assertThat(placement.ranked()).isEmpty();
        assertThat(placement.verdict()).isEqualTo(Status.NO_NODE_FOUND);
        assertThat(placement.summary()).isEqualTo("the scheduler lucky failed; the log of this cluster says why");
        assertThat(defects).hasSize(1);
    }

    @Test
    void answersThatNothingFitsWhenASchedulerInventsACandidate() {
        var placement =
                place(Tier.ROOT, (_, _) -> new Placement(List.of("nowhere"), List.of(), Status.CLUSTER_SCHEDULED, ""));
        assertThat(placement.ranked()).isEmpty();
        assertThat(placement.verdict()).isEqualTo(Status.NO_ACTIVE_CLUSTER_WITH_CAPACITY);
        assertThat(defects)
                .singleElement()
                .satisfies(defect -> assertThat(defect).hasMessageContaining("nowhere"));
    }

    /** What a scheduler of somebody else does. */
    private interface Luck {
        Placement place(Requirements requirements, List<Candidate> candidates);
    }

    private Placement place(Tier tier, Luck luck) {
        var scheduler = new Scheduler() {
            @Override
            public String name() {
                return "lucky";
            }

            @Override
            public Placement place(Requirements requirements, List<Candidate> candidates, long seed) {
                return luck.place(requirements, candidates);
            }
        };
        var requirements = new Requirements(tier, service("docker", 1, 0), Map.of(), Map.of(), Set.of());
        return new GuardedScheduler(scheduler, defects::add).place(requirements, List.of(candidate("home")), 1);
    }
}
