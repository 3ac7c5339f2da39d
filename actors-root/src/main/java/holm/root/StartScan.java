package holm.root;

import holm.domain.ClusterId;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.overlay.address.PoolId;
import holm.persistence.EntityKey;
import holm.root.address.AddressPoolCommand;
import holm.root.address.AddressPoolEntity;
import holm.root.address.ServiceAddresses;
import holm.root.cluster.ClusterCommand;
import holm.root.cluster.ClusterEntity;
import holm.root.cluster.ClusterRow;
import holm.root.instance.InstanceCommand;
import holm.root.instance.InstanceEntity;
import holm.root.instance.InstanceRow;
import holm.root.row.TypedRows;
import holm.root.service.ServiceCommand;
import holm.root.service.ServiceEntity;
import holm.root.service.ServiceRow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
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

    static Behavior<?> create(Stream<Runnable> calls) {
        return Behaviors.<Step>withTimers(timers -> {
            var waiting = new ArrayDeque<>(calls.toList());
            timers.startTimerWithFixedDelay(Step.NEXT, Duration.ZERO, PACE);
            return Behaviors.receiveMessage(_ -> step(waiting));
        });
    }

    /**
     * Owners before what they own: services tell their instances, instances their clusters.
     *
     * @param unlisted entities whose row does not show their newest event, so that nobody knows whether they have work
     */
    static Stream<Runnable> calls(
            RootEntities entities,
            TypedRows<ServiceRow> services,
            TypedRows<InstanceRow> instances,
            TypedRows<ClusterRow> clusters,
            ServiceAddresses addresses,
            Collection<EntityKey> unlisted) {
        Stream<Runnable> ofClusters =
                clusters.all().map(row -> () -> entities.cluster(row.id()).tell(new ClusterCommand.Wake()));
        Stream<Runnable> behind = unlisted.stream().map(key -> () -> wake(entities, key));
        Stream<Runnable> ofServices = services.all()
                .filter(row -> hasWork(row, instances)
                        || !addresses.areWhole(row.definition().addresses()))
                .map(row -> () -> entities.service(row.id()).tell(new ServiceCommand.Wake()));
        Stream<Runnable> ofInstances = instances
                .all()
                .filter(InstanceRow::hasWork)
                .map(row -> () -> entities.instance(row.id()).tell(new InstanceCommand.Wake()));
        return Stream.of(ofClusters, behind, ofServices, ofInstances).flatMap(calls -> calls);
    }

    private static Behavior<Step> step(Queue<Runnable> calls) {
        for (var i = 0; i < AT_ONCE && !calls.isEmpty(); i++) {
            calls.remove().run();
        }
        return calls.isEmpty() ? Behaviors.stopped() : Behaviors.same();
    }

    private static void wake(RootEntities entities, EntityKey key) {
        switch (key.kind()) {
            case ServiceEntity.KIND -> entities.service(new ServiceId(key.id())).tell(new ServiceCommand.Wake());
            case InstanceEntity.KIND ->
                entities.instance(InstanceId.parse(key.id())).tell(new InstanceCommand.Wake());
            case ClusterEntity.KIND -> entities.cluster(new ClusterId(key.id())).tell(new ClusterCommand.Wake());
            case AddressPoolEntity.KIND -> entities.pool(new PoolId(key.id())).tell(new AddressPoolCommand.Wake());
            default -> {} // of a later version of Holm
        }
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
