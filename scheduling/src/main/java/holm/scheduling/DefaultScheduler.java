package holm.scheduling;

import holm.domain.Candidate;
import holm.domain.Status;
import holm.scheduling.Filter.Ground;
import holm.scheduling.Placement.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Filters, then scores, then ranks; the same for clusters and for workers. */
public final class DefaultScheduler implements Scheduler {
    /**
     * In this order: who is silent says nothing else; what nobody serves is the same for all; then what never changes on a
     * candidate, then names, then amounts, which change all the time; what was refused lately last, because its reason is
     * older than the others.
     */
    static final List<Filter> FILTERS = List.of(
            new LiveFilter(),
            new UnservedFilter(),
            new VirtualizationFilter(),
            new ArchitectureFilter(),
            new DirectFilter(),
            new ClustersFilter(),
            AmountFilter.CPU,
            AmountFilter.MEMORY,
            AmountFilter.STORAGE,
            AmountFilter.GPU,
            new SingleWorkerFilter(),
            new RefusedFilter());

    static final List<Score> SCORES = List.of(Score.FREE, Score.BALANCE, Score.IDLE, Score.SPREAD, Score.ACCELERATION);

    /** Lines of an explanation: a person reads no more, and it is stored with the instance. */
    static final int EXPLAINED = 100;

    /** Of the generator SplitMix64 (Steele, Lea, Flood 2014): spreads nearby seeds over all 64 bits. */
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    @Override
    public String name() {
        return "default";
    }

    @Override
    public Placement place(Requirements requirements, List<Candidate> candidates, long seed) {
        var fitting = new ArrayList<Scored>();
        var excluded = new LinkedHashMap<Filter, List<Candidate>>();
        FILTERS.forEach(filter -> excluded.put(filter, new ArrayList<>()));
        for (var candidate : candidates) {
            firstObjection(requirements, candidate)
                    .ifPresentOrElse(
                            filter -> excluded.getOrDefault(filter, new ArrayList<>())
                                    .add(candidate),
                            () -> fitting.add(scored(requirements, candidate, seed)));
        }
        excluded.values().removeIf(List::isEmpty);
        excluded.values()
                .forEach(some -> some.sort(Comparator.comparing(Candidate::name).thenComparing(Candidate::id)));
        fitting.sort(Scored.BEST_FIRST);
        return new Placement(
                fitting.stream().map(one -> one.candidate().id()).toList(),
                explanation(requirements, fitting, excluded),
                verdict(requirements, candidates, fitting, excluded),
                fitting.isEmpty()
                        ? whyNothingFits(requirements, excluded)
                        : "fits on %d of %d %s, best on %s"
                                .formatted(
                                        fitting.size(),
                                        candidates.size(),
                                        Phrase.candidates(requirements.tier(), candidates.size()),
                                        fitting.getFirst().candidate().name()));
    }

    private static Optional<Filter> firstObjection(Requirements requirements, Candidate candidate) {
        return FILTERS.stream()
                .filter(filter -> filter.objection(requirements, candidate).isPresent())
                .findFirst();
    }

    private static Scored scored(Requirements requirements, Candidate candidate, long seed) {
        var total = SCORES.stream()
                .mapToDouble(score -> score.weight() * score.of(requirements, candidate))
                .sum();
        return new Scored(
                candidate, requirements.avoid().contains(candidate.id()), total, tieBreak(seed, candidate.id()));
    }

    private static long tieBreak(long seed, String id) {
        var mixed = (seed + 1) * GOLDEN ^ id.hashCode() * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ mixed >>> 31;
    }

    private static List<Line> explanation(
            Requirements requirements, List<Scored> fitting, Map<Filter, List<Candidate>> excluded) {
        var lines = new ArrayList<Line>();
        fitting.stream()
                .limit(EXPLAINED)
                .forEach(one -> lines.add(
                        new Line(one.candidate().id(), one.candidate().name(), "", scoreText(requirements, one))));
        excluded.forEach((filter, some) -> some.stream()
                .limit(Math.max(0, EXPLAINED - lines.size()))
                .forEach(candidate -> lines.add(new Line(
                        candidate.id(),
                        candidate.name(),
                        filter.name(),
                        filter.objection(requirements, candidate).orElse("")))));
        return lines;
    }

    private static String scoreText(Requirements requirements, Scored one) {
        var parts = SCORES.stream()
                .map(score ->
                        String.format(Locale.ROOT, "%s %.2f", score.name(), score.of(requirements, one.candidate())))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT, "score %.3f (%s)%s", one.total(), parts, one.avoided() ? ", to be avoided" : "");
    }

    private static Status verdict(
            Requirements requirements,
            List<Candidate> candidates,
            List<Scored> fitting,
            Map<Filter, List<Candidate>> excluded) {
        if (fitting.isEmpty()) {
            var grounds = new EnumMap<Ground, Integer>(Ground.class);
            excluded.forEach((filter, some) -> grounds.merge(filter.ground(), some.size(), Integer::sum));
            return Verdicts.whenNothingFits(requirements, candidates, grounds);
        }
        return switch (requirements.tier()) {
            case ROOT -> Status.CLUSTER_SCHEDULED;
            case CLUSTER -> Status.NODE_SCHEDULED;
        };
    }

    private static String whyNothingFits(Requirements requirements, Map<Filter, List<Candidate>> excluded) {
        if (excluded.isEmpty()) {
            return switch (requirements.tier()) {
                case ROOT -> "no cluster has joined yet";
                case CLUSTER -> "no worker has joined this cluster yet";
            };
        }
        // Those that came closest are told first: they are what a person can do something about.
        var reasons = new ArrayList<String>();
        excluded.forEach((filter, some) -> reasons.addFirst(filter.summary(requirements, some)));
        return "no %s fits: %s".formatted(Phrase.candidates(requirements.tier(), 1), String.join(", ", reasons));
    }

    private record Scored(Candidate candidate, boolean avoided, double total, long tieBreak) {
        static final Comparator<Scored> BEST_FIRST = Comparator.comparing(Scored::avoided)
                .thenComparing(Scored::total, Comparator.reverseOrder())
                .thenComparingLong(Scored::tieBreak)
                .thenComparing(one -> one.candidate().id());
    }
}
