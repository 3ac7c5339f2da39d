package holm.scheduling;

import static holm.scheduling.SchedulingBuilders.at;
import static holm.scheduling.SchedulingBuilders.candidate;
import static holm.scheduling.SchedulingBuilders.service;
import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Candidate;
import holm.domain.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Oakestra's own scheduler decides (reference/orchestrator.md 12.3). */
class DecisionTableTest {
    private static final Map<String, Candidate> CLUSTERS = Map.of(
            "c1", candidate("c1", 4, 2_000, 10, "docker"),
            "c2", candidate("c2", 4, 2_000, 20, "docker"),
            "c3", candidate("c3", 8, 4_000, 10, "unikernel"),
            "c4", candidate("c4", 8, 4_000, 5, "docker", "unikernel"));

    @ParameterizedTest
    @CsvSource({
        "docker,1,500,c1 c2 c3,c1",
        "unikernel,1,500,c1 c2 c3,c3",
        "docker,1,500,c1 c2 c3 c4,c4",
        "unikernel,1,500,c1 c2 c3 c4,c4"
    })
    void choosesAsOakestraDoes(String virtualization, int cpus, int memory, String names, String chosen) {
        var placement = place(virtualization, cpus, memory, List.of(), names);
        assertThat(placement.ranked()).startsWith("id-" + chosen);
        assertThat(placement.verdict()).isEqualTo(Status.CLUSTER_SCHEDULED);
    }

    @Test
    void placesNowhereWhatIsTooLarge() {
        var placement = place("docker", 20, 5_000, List.of(), "c1 c2 c3 c4");
        assertThat(placement.ranked()).isEmpty();
        assertThat(placement.verdict()).isEqualTo(Status.NO_ACTIVE_CLUSTER_WITH_CAPACITY);
    }

    /** Oakestra would take c6 for the volume it knows; Holm serves none yet and says so. */
    @Test
    void placesNowhereWhatNeedsAVolume() {
        var placement =
                place("docker", 1, 500, List.of("volumes: no worker offers the CSI driver \"nfs\" yet"), "c1 c2");
        assertThat(placement.ranked()).isEmpty();
        assertThat(placement.verdict()).isEqualTo(Status.NO_ACTIVE_CLUSTER_WITH_CAPACITY);
        assertThat(placement.summary()).contains("nfs");
    }

    private static Placement place(String virtualization, int cpus, int memory, List<String> unserved, String names) {
        var service = service(virtualization, cpus, memory, 0, List.of(), unserved);
        var clusters = Arrays.stream(names.split(" ")).map(CLUSTERS::get).toList();
        return new DefaultScheduler().place(at(Tier.ROOT, service), clusters, 1);
    }
}
