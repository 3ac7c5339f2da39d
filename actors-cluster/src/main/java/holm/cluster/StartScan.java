package holm.cluster;

import holm.cluster.instance.InstanceCommand;
import holm.cluster.instance.InstanceRow;
import holm.cluster.worker.WorkerCommand;
import holm.cluster.worker.WorkerRow;
import holm.domain.InstanceId;
import holm.domain.WorkerId;
import holm.persistence.EntityKey;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Wakes the instances that had work when this orchestrator went, or may have had because their row does not show their newest
 * event, paced; whoever is settled stays asleep. Stops when all are told. Workers that were removed are few and woken at once.
 * An instance on a lost worker is left to the directory, which gives everybody time to come back first.
 */
final class StartScan {
    private record Next() {}

    private StartScan() {}

    /**
     * @param unlisted entities whose row is behind their journal
     * @param leaving workers that wait for the root to take their subnet back
     */
    static Behavior<?> create(
            List<InstanceRow> rows, Collection<EntityKey> unlisted, Collection<WorkerId> leaving, Entities entities) {
        var behind = unlisted.stream()
                .filter(key -> key.kind().equals(InstanceRow.KIND))
                .map(key -> InstanceId.parse(key.id()));
        var unsettled = rows.stream().filter(row -> !row.settled()).map(InstanceRow::instance);
        var pending = Stream.concat(behind, unsettled).distinct().toList();
        var workers = Stream.concat(
                        leaving.stream(),
                        unlisted.stream()
                                .filter(key -> key.kind().equals(WorkerRow.KIND))
                                .map(key -> new WorkerId(key.id())))
                .distinct()
                .toList();
        return Behaviors.<Next>setup(context -> Behaviors.withTimers(timers -> {
            context.getLog().info("{} instances are here, {} have work", rows.size(), pending.size());
            workers.forEach(worker -> entities.worker(worker).tell(new WorkerCommand.Wake()));
            timers.startTimerWithFixedDelay(new Next(), ClusterLimits.WAKING_PAUSE);
            return wake(pending, entities);
        }));
    }

    private static Behavior<Next> wake(List<InstanceId> pending, Entities entities) {
        return Behaviors.receiveMessage(_ -> {
            var now = pending.subList(0, Math.min(ClusterLimits.WOKEN_AT_ONCE, pending.size()));
            now.forEach(instance -> entities.instance(instance).tell(new InstanceCommand.Wake()));
            return now.size() == pending.size()
                    ? Behaviors.stopped()
                    : wake(pending.subList(now.size(), pending.size()), entities);
        });
    }
}
