package holm.scheduling;

import static holm.scheduling.SchedulingBuilders.at;
import static holm.scheduling.SchedulingBuilders.candidate;
import static holm.scheduling.SchedulingBuilders.service;
import static holm.scheduling.SchedulingBuilders.silent;
import static holm.scheduling.SchedulingBuilders.withAvailable;
import static holm.scheduling.SchedulingBuilders.withKinds;
import static holm.scheduling.SchedulingBuilders.withLargest;
import static holm.scheduling.SchedulingBuilders.withWorkers;
import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Candidate;
import holm.domain.Resources;
import holm.domain.Status;
import holm.domain.Virtualization;
import holm.domain.WorkerKind;
import holm.domain.descriptor.Constraint;
import holm.domain.descriptor.ServiceDescriptor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FiltersTest {
    private final Scheduler scheduler = new DefaultScheduler();

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(Scheduler.class))
                .anyMatch(found -> found.name().equals("default"));
    }

    @Test
    void saysInOneLineWhyNothingFits() {
        var placement = root(
                service("container", 1, 4_096),
                candidate("a", 4, 512, 0, "docker"),
                candidate("b", 4, 100, 0, "docker"),
                silent(candidate("c")));
        assertThat(placement.summary())
                .isEqualTo("no cluster fits: 2 lack memory (needs 4096 MiB, most has 512), 1 is silent");
    }

    @Test
    void explainsEachCandidate() {
        var placement = cluster(service("unikernel", 1, 100), candidate("a"), candidate("b", 4, 2_000, 0, "unikernel"));
        assertThat(placement.explanation()).extracting(Placement.Line::name).containsExactly("b", "a");
        assertThat(placement.explanation().getLast().filter()).isEqualTo("virtualization");
        assertThat(placement.explanation().getLast().text()).isEqualTo("it does not run unikernel, but docker");
        assertThat(placement.explanation().getFirst().text()).startsWith("score 0.");
    }

    @Test
    void prefersAWorkerWhoseProcessorHelps() {
        var unikernel = service("unikernel", 1, 100);
        var emulating = candidate("emulating", 8, 8_000, 0, "unikernel");
        var helping = candidate("helping", 2, 1_000, 60, "docker", "unikernel", "unikernel-kvm");
        assertThat(cluster(unikernel, emulating, helping).ranked()).containsExactly("id-helping", "id-emulating");
        var full = withAvailable(helping, Resources.NONE);
        assertThat(cluster(unikernel, emulating, full).ranked()).containsExactly("id-emulating");
    }

    @Test
    void keepsContainersOffNoWorkerForItsProcessorsHelp() {
        var idle = candidate("idle", 4, 2_000, 0, "docker");
        var busy = candidate("busy", 4, 2_000, 90, "docker", "unikernel", "unikernel-kvm");
        assertThat(cluster(service("container", 1, 100), busy, idle).ranked()).containsExactly("id-idle", "id-busy");
    }

    @Test
    void looksForTheProcessorAmongWorkersThatRunSuchAService() {
        var free = new Resources(4_000, 2_000, 0, 0);
        var mixed = withKinds(
                candidate("mixed", 4, 2_000, 0, "docker", "unikernel"),
                new WorkerKind(Set.of(Virtualization.CONTAINER), Set.of("arm64"), free),
                new WorkerKind(Set.of(Virtualization.UNIKERNEL), Set.of("amd64"), free));
        assertThat(root(service("unikernel", 1, 100, 0, List.of("arm64"), List.of()), mixed)
                        .summary())
                .isEqualTo("no cluster fits: 1 is not arm64");
        assertThat(root(service("unikernel", 1, 100, 0, List.of("amd64"), List.of()), mixed)
                        .ranked())
                .containsExactly("id-mixed");
    }

    @Test
    void saysHowManyFit() {
        assertThat(cluster(service("container", 1, 100), candidate("a"), silent(candidate("b")))
                        .summary())
                .isEqualTo("fits on 1 of 2 workers, best on a");
    }

    @Test
    void saysSoWhenNobodyHasJoined() {
        assertThat(root(service("container", 1, 100)).summary()).isEqualTo("no cluster has joined yet");
        var placement = cluster(service("container", 1, 100));
        assertThat(placement.summary()).isEqualTo("no worker has joined this cluster yet");
        assertThat(placement.verdict()).isEqualTo(Status.NO_NODE_FOUND);
    }

    @Test
    void keepsToTheClustersThatDirectNames() {
        var service = service("container", 1, 100, new Constraint.Direct(List.of("b", "c"), List.of()));
        assertThat(root(service, candidate("a"), candidate("b"), candidate("d")).ranked())
                .containsExactly("id-b");
    }

    @Test
    void choosesAClusterThatHasOneOfTheNamedWorkers() {
        var service = service("container", 1, 100, new Constraint.Direct(List.of(), List.of("w1", "w2")));
        assertThat(root(service, withWorkers(candidate("a"), "w0"), withWorkers(candidate("b"), "w2", "w3"))
                        .ranked())
                .containsExactly("id-b");
    }

    @Test
    void keepsToTheWorkersThatDirectNames() {
        var service = service("container", 1, 100, new Constraint.Direct(List.of("elsewhere"), List.of("w1", "w2")));
        assertThat(cluster(service, candidate("w0"), candidate("w2")).ranked()).containsExactly("id-w2");
    }

    @Test
    void holdsAllConstraintsTogether() {
        var service = service(
                "container",
                1,
                100,
                new Constraint.Direct(List.of("a", "b"), List.of()),
                new Constraint.Clusters(List.of("b", "c")));
        assertThat(root(service, candidate("a"), candidate("b"), candidate("c")).ranked())
                .containsExactly("id-b");
    }

    @Test
    void tellsAnUnknownTargetFromASilentAndAFullOne() {
        var service = service("container", 1, 100, new Constraint.Direct(List.of("a"), List.of()));
        assertThat(root(service, candidate("b")).verdict()).isEqualTo(Status.TARGET_CLUSTER_NOT_FOUND);
        assertThat(root(service, silent(candidate("a"))).verdict()).isEqualTo(Status.TARGET_CLUSTER_NOT_ACTIVE);
        assertThat(root(service, candidate("a", 4, 10, 0, "docker")).verdict())
                .isEqualTo(Status.TARGET_CLUSTER_NO_CAPACITY);
    }

    @Test
    void tellsUnqualifiedWorkersFromFullOnes() {
        assertThat(cluster(service("unikernel", 1, 100), candidate("a")).verdict())
                .isEqualTo(Status.NO_QUALIFIED_WORKER_FOUND);
        assertThat(cluster(service("container", 9, 100), candidate("a")).verdict())
                .isEqualTo(Status.NO_WORKER_CAPACITY);
        assertThat(cluster(service("container", 1, 100), silent(candidate("a"))).verdict())
                .isEqualTo(Status.NO_NODE_FOUND);
    }

    @Test
    void choosesNoClusterInWhichNoSingleWorkerFits() {
        var tenSmallOnes = withLargest(
                candidate("a", 40, 10_000, 0, "docker"), Map.of("amd64", new Resources(4_000, 1_000, 0, 0)));
        assertThat(root(service("container", 1, 5_000), tenSmallOnes).summary())
                .isEqualTo("no cluster fits: 1 lacks memory (needs 5000 MiB, most has 1000)");
    }

    @Test
    void doesNotAddUpWhatIsFreeOnDifferentWorkers() {
        var mixed = withLargest(
                candidate("a"),
                Map.of("amd64", new Resources(4_000, 10, 0, 0), "arm64", new Resources(10, 2_000, 0, 0)));
        assertThat(root(service("container", 2, 1_000), mixed)
                        .explanation()
                        .getFirst()
                        .filter())
                .isEqualTo("single-worker");
    }

    @Test
    void looksOnlyAtWorkersOfAWantedArchitecture() {
        var mixed = withLargest(
                candidate("a"),
                Map.of("amd64", new Resources(4_000, 10, 0, 0), "arm64", new Resources(4_000, 2_000, 0, 0)));
        var forAmd = service("container", 1, 1_000, 0, List.of("amd64"), List.of());
        assertThat(root(forAmd, mixed).explanation().getFirst().filter()).isEqualTo("memory");
        var forRisc = service("container", 1, 100, 0, List.of("riscv64"), List.of());
        assertThat(root(forRisc, mixed).explanation().getFirst().text()).isEqualTo("it is not riscv64, but amd64");
    }

    @Test
    void countsGpus() {
        var service = service("container", 1, 100, 1, List.of(), List.of());
        assertThat(cluster(service, candidate("a")).summary())
                .isEqualTo("no worker fits: 1 lacks GPUs (needs 1, most has 0)");
    }

    @Test
    void asksNobodyAgainWhoRefusedLately() {
        var requirements = new Requirements(
                Tier.CLUSTER, service("container", 1, 100), Map.of("id-a", "port 80/tcp is taken"), Map.of(), Set.of());
        var placement = scheduler.place(requirements, List.of(candidate("a")), 1);
        assertThat(placement.summary()).isEqualTo("no worker fits: 1 refused (port 80/tcp is taken)");
        assertThat(placement.verdict()).isEqualTo(Status.NO_WORKER_CAPACITY);
    }

    @Test
    void usesAnAvoidedCandidateOnlyWhenNothingElseFits() {
        var requirements =
                new Requirements(Tier.CLUSTER, service("container", 1, 100), Map.of(), Map.of(), Set.of("id-a"));
        assertThat(scheduler
                        .place(requirements, List.of(candidate("a", 64, 64_000, 0, "docker"), candidate("b")), 1)
                        .ranked())
                .containsExactly("id-b", "id-a");
    }

    @Test
    void spreadsTheInstancesOfAService() {
        var requirements =
                new Requirements(Tier.CLUSTER, service("container", 1, 100), Map.of(), Map.of("id-a", 1), Set.of());
        assertThat(scheduler
                        .place(requirements, List.of(candidate("a"), candidate("b")), 1)
                        .ranked())
                .containsExactly("id-b", "id-a");
    }

    @Test
    void decidesBetweenEqualsByTheSeed() {
        var workers = List.of(candidate("a"), candidate("b"), candidate("c"), candidate("d"));
        var first = new HashSet<String>();
        for (var seed = 0; seed < 64; seed++) {
            first.add(scheduler
                    .place(at(Tier.CLUSTER, service("container", 1, 100)), workers, seed)
                    .ranked()
                    .getFirst());
        }
        assertThat(first).containsExactlyInAnyOrder("id-a", "id-b", "id-c", "id-d");
    }

    private Placement root(ServiceDescriptor service, Candidate... clusters) {
        return scheduler.place(at(Tier.ROOT, service), List.of(clusters), 1);
    }

    private Placement cluster(ServiceDescriptor service, Candidate... workers) {
        return scheduler.place(at(Tier.CLUSTER, service), List.of(workers), 1);
    }
}
