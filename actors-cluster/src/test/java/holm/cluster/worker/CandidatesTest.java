package holm.cluster.worker;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Candidate;
import holm.domain.Resources;
import holm.domain.Virtualization;
import holm.domain.WorkerKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private static final Resources SMALL = new Resources(20_000, 1_000, 500, 0);
    private static final Resources LARGE = new Resources(10_000, 8_000, 500, 1);

    @Test
    void saysOfEachKindTheMostThatOneWorkerHas() {
        var cluster = sum(worker("a", true, "docker", SMALL), worker("b", true, "docker", LARGE));

        assertThat(cluster.capacity().memoryMebiBytes()).isEqualTo(9_000);
        assertThat(cluster.kinds()).containsExactly(kind("docker", new Resources(20_000, 8_000, 500, 1)));
    }

    @Test
    void keepsKindsApart() {
        var cluster = sum(worker("a", true, "docker", SMALL), worker("b", true, "unikernel", LARGE));

        assertThat(cluster.kinds()).containsExactlyInAnyOrder(kind("docker", SMALL), kind("unikernel", LARGE));
    }

    @Test
    void countsSilentWorkersAmongTheKindsAndNowhereElse() {
        var cluster = sum(worker("a", true, "docker", SMALL), worker("b", false, "docker", LARGE));

        assertThat(cluster.workers()).isOne();
        assertThat(cluster.capacity()).isEqualTo(SMALL);
        assertThat(cluster.kinds()).containsExactly(kind("docker", new Resources(20_000, 8_000, 500, 1)));
    }

    @Test
    void saysTheSameInWhateverOrderWorkersCame() {
        var one = worker("a", true, "docker", SMALL);
        var other = worker("b", true, "unikernel", LARGE);

        assertThat(sum(one, other).kinds()).isEqualTo(sum(other, one).kinds());
    }

    @Test
    void stopsCountingKindsThatAWorkerMakesUp() {
        var many = IntStream.range(0, 100)
                .mapToObj(i -> worker("w" + i, true, "made-up-" + i, SMALL))
                .toArray(Candidate[]::new);

        assertThat(sum(many).kinds()).singleElement().satisfies(all -> {
            assertThat(all.virtualizations()).hasSize(100);
            assertThat(all.capacity()).isEqualTo(SMALL);
        });
    }

    private static Candidate sum(Candidate... workers) {
        return Candidates.sum("", "home", "", "", List.of(workers));
    }

    private static WorkerKind kind(String virtualization, Resources capacity) {
        return new WorkerKind(Set.of(Virtualization.of(virtualization)), Set.of("amd64"), capacity);
    }

    private static Candidate worker(String name, boolean live, String virtualization, Resources capacity) {
        var registration = new Registration(
                name,
                capacity,
                Optional.of(2),
                Set.of(Virtualization.of(virtualization)),
                Set.of("amd64"),
                Map.of(),
                "",
                "");
        return Candidates.of("id-" + name, registration, capacity, live, Candidates.SILENT);
    }
}
