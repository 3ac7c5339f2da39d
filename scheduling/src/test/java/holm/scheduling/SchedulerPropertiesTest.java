package holm.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Candidate;
import holm.domain.Resources;
import holm.domain.Virtualization;
import holm.domain.descriptor.Constraint;
import holm.domain.descriptor.ServiceDescriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What any scheduler must hold. */
class SchedulerPropertiesTest {
    private final Scheduler scheduler = new DefaultScheduler();

    @Property
    void placesNothingWhereItDoesNotFit(
            @ForAll("requirements") Requirements requirements,
            @ForAll("candidates") List<Candidate> candidates,
            @ForAll long seed) {
        var service = requirements.descriptor();
        var placement = scheduler.place(requirements, candidates, seed);
        for (var candidate : candidates) {
            if (placement.ranked().contains(candidate.id())) {
                assertThat(candidate.live()).isTrue();
                assertThat(candidate.virtualizations()).contains(service.virtualization());
                assertThat(candidate.available().covers(service.need())).isTrue();
                assertThat(candidate.largest().values()).anyMatch(free -> free.covers(service.need()));
                assertThat(requirements.refused()).doesNotContainKey(candidate.id());
                assertThat(service.unserved()).isEmpty();
            }
        }
    }

    @Property
    void ranksEachCandidateOnceOrSaysWhyNot(
            @ForAll("requirements") Requirements requirements,
            @ForAll("candidates") List<Candidate> candidates,
            @ForAll long seed) {
        var placement = scheduler.place(requirements, candidates, seed);
        assertThat(placement.ranked()).doesNotHaveDuplicates();
        assertThat(placement.explanation())
                .extracting(Placement.Line::candidate)
                .containsExactlyInAnyOrderElementsOf(
                        candidates.stream().map(Candidate::id).toList());
        assertThat(placement.explanation().stream()
                        .filter(line -> line.filter().isEmpty())
                        .map(Placement.Line::candidate))
                .containsExactlyElementsOf(placement.ranked());
        assertThat(placement.verdict().isWaiting()).isTrue();
        assertThat(placement.summary()).isNotBlank();
    }

    @Property
    void doesNotCareForTheOrderOfTheCandidates(
            @ForAll("requirements") Requirements requirements,
            @ForAll("candidates") List<Candidate> candidates,
            @ForAll long seed) {
        var shuffled = new ArrayList<>(candidates);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(scheduler.place(requirements, shuffled, seed))
                .isEqualTo(scheduler.place(requirements, candidates, seed));
    }

    @Property
    void neverLosesACandidateThatHasMore(
            @ForAll("requirements") Requirements requirements,
            @ForAll("candidates") List<Candidate> candidates,
            @ForAll("amounts") Resources more,
            @ForAll long seed) {
        var before = scheduler.place(requirements, candidates, seed).ranked();
        var larger =
                candidates.stream().map(candidate -> grown(candidate, more)).toList();
        assertThat(new HashSet<>(scheduler.place(requirements, larger, seed).ranked()))
                .containsAll(before);
    }

    private static Candidate grown(Candidate candidate, Resources more) {
        return SchedulingBuilders.withAvailable(candidate, candidate.available().plus(more));
    }

    @Provide
    Arbitrary<Requirements> requirements() {
        var ids = Arbitraries.of(IntStream.range(0, 6).mapToObj(i -> "id-c" + i).toList());
        return Combinators.combine(
                        Arbitraries.of(Tier.class),
                        services(),
                        ids.set().ofMaxSize(2),
                        Arbitraries.maps(ids, Arbitraries.integers().between(0, 5))
                                .ofMaxSize(4),
                        ids.set().ofMaxSize(2))
                .as((tier, service, refused, siblings, avoid) ->
                        new Requirements(tier, service, reasons(refused), siblings, avoid));
    }

    private static Map<String, String> reasons(Set<String> refused) {
        return refused.stream().collect(Collectors.toMap(id -> id, _ -> "it was full"));
    }

    private static Arbitrary<ServiceDescriptor> services() {
        var names = Arbitraries.of("c0", "c1", "c2", "c3").list().ofMaxSize(3);
        var constraints = Arbitraries.oneOf(
                Combinators.combine(names, names)
                        .as((clusters, nodes) -> (Constraint) new Constraint.Direct(clusters, nodes)),
                names.map(Constraint.Clusters::new));
        return Combinators.combine(
                        Arbitraries.of("container", "unikernel"),
                        Arbitraries.integers().between(0, 8),
                        Arbitraries.integers().between(0, 4_000),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.of(List.<String>of(), List.of("amd64")),
                        Arbitraries.frequency(Tuple.of(9, List.<String>of()), Tuple.of(1, List.of("geo: not yet"))),
                        constraints.list().ofMaxSize(1))
                .as((word, cpus, memory, gpus, arch, unserved, one) -> SchedulingBuilders.service(
                        word, cpus, memory, gpus, arch, unserved, one.toArray(Constraint[]::new)));
    }

    @Provide
    Arbitrary<List<Candidate>> candidates() {
        return candidateBodies()
                .list()
                .ofMaxSize(6)
                .map(bodies -> IntStream.range(0, bodies.size())
                        .mapToObj(i -> named("c" + i, bodies.get(i)))
                        .toList());
    }

    private Arbitrary<Candidate> candidateBodies() {
        return Combinators.combine(
                        amounts(),
                        Arbitraries.doubles().between(-10, 200),
                        Arbitraries.of(Set.of("docker"), Set.of("unikernel"), Set.of("docker", "unikernel")),
                        Arbitraries.frequency(Tuple.of(8, true), Tuple.of(1, false)),
                        Arbitraries.of("c0", "c1").list().ofMaxSize(2))
                .as((free, busy, words, live, workers) -> new Candidate(
                        "id",
                        "name",
                        live,
                        1,
                        free,
                        free,
                        Map.of("amd64", free),
                        Set.copyOf(words.stream().map(Virtualization::of).toList()),
                        Set.of("amd64"),
                        Map.of(),
                        "",
                        "",
                        busy,
                        0,
                        workers,
                        Optional.empty(),
                        List.of()));
    }

    private static Candidate named(String name, Candidate c) {
        return new Candidate(
                "id-" + name,
                name,
                c.live(),
                c.workers(),
                c.capacity(),
                c.available(),
                c.largest(),
                c.virtualizations(),
                c.architectures(),
                c.labels(),
                c.location(),
                c.address(),
                c.cpuPercent(),
                c.memoryPercent(),
                c.workerNames(),
                c.cores(),
                c.kinds());
    }

    @Provide
    Arbitrary<Resources> amounts() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 16_000),
                        Arbitraries.longs().between(0, 8_000),
                        Arbitraries.longs().between(0, 1_000),
                        Arbitraries.integers().between(0, 2))
                .as(Resources::new);
    }
}
