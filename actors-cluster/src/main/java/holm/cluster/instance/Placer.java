package holm.cluster.instance;

import holm.cluster.ClusterLimits;
import holm.cluster.ClusterMetrics;
import holm.domain.Candidate;
import holm.domain.WorkerId;
import holm.domain.descriptor.ServiceDescriptor;
import holm.scheduling.Requirements;
import holm.scheduling.Scheduler;
import holm.scheduling.Tier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Asks the scheduler, over a copy of the candidates. What it just gave away it takes off its copy at once, so that a thousand
 * deployments in a second do not all choose the same worker; the worker's owner corrects the copy with its next word, and what was
 * refused in the end comes back by itself.
 */
public final class Placer {
    private final Scheduler scheduler;
    private final InstanceRows rows;
    private final ClusterMetrics metrics;

    private Placer(Scheduler scheduler, InstanceRows rows, ClusterMetrics metrics) {
        this.scheduler = scheduler;
        this.rows = rows;
        this.metrics = metrics;
    }

    public static Behavior<PlacerCommand> create(Scheduler scheduler, InstanceRows rows, ClusterMetrics metrics) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new PlacerCommand.Forget(), ClusterLimits.FORGET_PROMISES);
            return new Placer(scheduler, rows, metrics).over(HashTreePMap.empty(), HashTreePMap.empty());
        });
    }

    /**
     * @param told candidates as the directory said them last
     * @param left the same without what was given away since
     */
    private Behavior<PlacerCommand> over(PMap<String, Candidate> told, PMap<String, Candidate> left) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case PlacerCommand.Update(var candidate) ->
                over(told.plus(candidate.id(), candidate), left.plus(candidate.id(), candidate));
            case PlacerCommand.Gone(var worker) -> over(told.minus(worker.value()), left.minus(worker.value()));
            case PlacerCommand.Place place -> over(told, place(place, left));
            case PlacerCommand.Forget _ -> over(told, told);
        });
    }

    private PMap<String, Candidate> place(PlacerCommand.Place asked, PMap<String, Candidate> candidates) {
        var began = System.nanoTime();
        var requirements = new Requirements(
                Tier.CLUSTER,
                asked.descriptor(),
                byValue(asked.declined()),
                rows.siblings(asked.instance().service()),
                asked.avoid().stream().map(WorkerId::value).collect(Collectors.toSet()));
        var placement = scheduler.place(
                requirements, List.copyOf(candidates.values()), asked.instance().hashCode());
        metrics.placed(placement.ranked().isEmpty(), System.nanoTime() - began);
        asked.replyTo().tell(new InstanceCommand.Ranked(asked.at(), placement));
        return placement.ranked().stream()
                .findFirst()
                .map(first -> candidates.plus(first, taken(candidates, first, asked.descriptor())))
                .orElse(candidates);
    }

    private static Candidate taken(PMap<String, Candidate> candidates, String id, ServiceDescriptor descriptor) {
        var from = java.util.Objects.requireNonNull(candidates.get(id), "a scheduler ranks what it was given");
        var available = from.available().minus(descriptor.need());
        var largest = new HashMap<>(from.largest());
        largest.replaceAll((_, _) -> available);
        return from.withAvailable(available, largest);
    }

    private static Map<String, String> byValue(Map<WorkerId, String> declined) {
        return declined.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().value(), Map.Entry::getValue));
    }
}
