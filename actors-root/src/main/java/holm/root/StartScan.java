package holm.root;

import holm.domain.InstanceId;
import holm.root.cluster.ClusterCommand;
import holm.root.cluster.ClusterRow;
import holm.root.instance.InstanceCommand;
import holm.root.instance.InstanceRow;
import holm.root.row.TypedRows;
import holm.root.service.ServiceCommand;
import holm.root.service.ServiceRow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Wakes, once after a start and at a pace, every entity that has work: clusters, so that their silence is counted; services whose
 * instances may not know what is wanted; instances that wait for somebody. Everything that is settled stays asleep.
 */
final class StartScan {
    private enum Step {
        NEXT
    }

    /** 1,000 entities in a second: the journal has time for others. */
    private static final int AT_ONCE = 50;

    private static final Duration PACE = Duration.ofMillis(50);

    private StartScan() {}

    static Behavior<?> create(
            RootEntities entities,
            TypedRows<ServiceRow> services,
            TypedRows<InstanceRow> instances,
            TypedRows<ClusterRow> clusters) {
        return Behaviors.<Step>withTimers(timers -> {
            var calls = new ArrayDeque<Runnable>();
            calls(entities, services, instances, clusters).forEach(calls::add);
            timers.startTimerWithFixedDelay(Step.NEXT, Duration.ZERO, PACE);
            return Behaviors.receiveMessage(_ -> step(calls));
        });
    }

    private static Behavior<Step> step(Queue<Runnable> calls) {
        for (var i = 0; i < AT_ONCE && !calls.isEmpty(); i++) {
            calls.remove().run();
        }
        return calls.isEmpty() ? Behaviors.stopped() : Behaviors.same();
    }

    private static Stream<Runnable> calls(
            RootEntities entities,
            TypedRows<ServiceRow> services,
            TypedRows<InstanceRow> instances,
            TypedRows<ClusterRow> clusters) {
        Stream<Runnable> ofClusters =
                clusters.all().map(row -> () -> entities.cluster(row.id()).tell(new ClusterCommand.Wake()));
        Stream<Runnable> ofServices = services.all()
                .filter(row -> hasWork(row, instances))
                .map(row -> () -> entities.service(row.id()).tell(new ServiceCommand.Wake()));
        Stream<Runnable> ofInstances = instances
                .all()
                .filter(InstanceRow::hasWork)
                .map(row -> () -> entities.instance(row.id()).tell(new InstanceCommand.Wake()));
        return Stream.of(ofClusters, ofServices, ofInstances).flatMap(calls -> calls);
    }

    private static boolean hasWork(ServiceRow row, TypedRows<InstanceRow> instances) {
        return row.deleting()
                || !row.stopping().isEmpty()
                || row.wanted().stream()
                        .anyMatch(number -> instances
                                .find(new InstanceId(row.id(), number).toString())
                                .isEmpty());
    }
}
