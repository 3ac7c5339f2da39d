package holm.root.placement;

import holm.domain.Candidate;
import holm.domain.ClusterId;
import holm.domain.InstanceId;
import holm.domain.Resources;
import holm.domain.ServiceId;
import holm.domain.descriptor.ServiceDescriptor;
import holm.root.cluster.LiveClusters;
import holm.root.instance.InstanceRow;
import holm.root.row.TypedRows;
import holm.scheduling.Placement;
import holm.scheduling.Requirements;
import holm.scheduling.Scheduler;
import holm.scheduling.Tier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Asks the scheduler about clusters, and keeps what it said. Thread-safe. */
public final class ClusterChoice implements Explanations {
    /** An explanation is stored with each instance: enough to see why, however many clusters there are. */
    private static final int LINES_KEPT = 20;

    private final Scheduler scheduler;
    private final LiveClusters clusters;
    private final TypedRows<InstanceRow> instances;
    private final LongSupplier seeds;

    public ClusterChoice(
            Scheduler scheduler, LiveClusters clusters, TypedRows<InstanceRow> instances, LongSupplier seeds) {
        this.scheduler = scheduler;
        this.clusters = clusters;
        this.instances = instances;
        this.seeds = seeds;
    }

    @Override
    public Optional<Placement> of(InstanceId instance) {
        return instances.find(instance.toString()).flatMap(InstanceRow::why);
    }

    @Override
    public Placement dryRun(ServiceId service, ServiceDescriptor descriptor) {
        return place(service, descriptor, Map.of(), Map.of());
    }

    /**
     * @param refusals clusters that refused this instance lately, with their reasons
     * @param promised what was given away since each cluster said last what it has
     */
    Placement place(
            ServiceId service,
            ServiceDescriptor descriptor,
            Map<ClusterId, String> refusals,
            Map<ClusterId, Resources> promised) {
        var candidates = clusters.candidates().stream()
                .map(candidate -> less(candidate, promised))
                .toList();
        var refused = refusals.entrySet().stream()
                .collect(Collectors.toMap(refusal -> refusal.getKey().value(), Map.Entry::getValue));
        var requirements = new Requirements(Tier.ROOT, descriptor, refused, siblings(service), Set.of());
        var placement = scheduler.place(requirements, candidates, seeds.getAsLong());
        return new Placement(
                placement.ranked(), kept(placement.explanation()), placement.verdict(), placement.summary());
    }

    private Map<String, Integer> siblings(ServiceId service) {
        return instances
                .ofOwner(service.value())
                .filter(InstanceRow::shouldRun)
                .flatMap(row -> row.cluster().stream())
                .collect(Collectors.toMap(ClusterId::value, _ -> 1, Integer::sum));
    }

    private static List<Placement.Line> kept(List<Placement.Line> lines) {
        return lines.size() <= LINES_KEPT ? lines : lines.subList(0, LINES_KEPT);
    }

    private static Candidate less(Candidate c, Map<ClusterId, Resources> promised) {
        var given = promised.getOrDefault(new ClusterId(c.id()), Resources.NONE);
        return c.withAvailable(c.available().minus(given), c.largest());
    }
}
