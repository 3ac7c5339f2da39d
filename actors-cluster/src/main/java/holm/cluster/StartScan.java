package holm.cluster;

import holm.cluster.instance.InstanceCommand;
import holm.cluster.instance.InstanceRow;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Wakes the instances that had work when this orchestrator went, paced; whoever is settled stays asleep. Stops when all are told.
 * An instance on a lost worker is left to the directory, which gives everybody time to come back first.
 */
final class StartScan {
    private record Next() {}

    private StartScan() {}

    static Behavior<?> create(List<InstanceRow> rows, Entities entities) {
        var pending = rows.stream().filter(row -> !row.settled()).toList();
        return Behaviors.<Next>setup(context -> Behaviors.withTimers(timers -> {
            context.getLog().info("{} instances are here, {} have work", rows.size(), pending.size());
            timers.startTimerWithFixedDelay(new Next(), ClusterLimits.WAKING_PAUSE);
            return wake(pending, entities);
        }));
    }

    private static Behavior<Next> wake(List<InstanceRow> pending, Entities entities) {
        return Behaviors.receiveMessage(_ -> {
            var now = pending.subList(0, Math.min(ClusterLimits.WOKEN_AT_ONCE, pending.size()));
            now.forEach(row -> entities.instance(row.instance()).tell(new InstanceCommand.Wake()));
            return now.size() == pending.size()
                    ? Behaviors.stopped()
                    : wake(pending.subList(now.size(), pending.size()), entities);
        });
    }
}
