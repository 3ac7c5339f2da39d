package holm.root.cluster;

import holm.domain.ClusterId;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.persistence.Store;
import holm.root.RootEntities;
import holm.root.RootMetrics;
import holm.root.instance.InstanceRow;
import holm.root.instance.Progress;
import holm.root.instance.Usages;
import holm.root.placement.Placer;
import holm.root.row.TypedRows;
import holm.root.service.ServiceRow;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What sessions and entities of clusters need of the rest of the root.
 *
 * @param lostAfter how long a cluster may be silent before its instances go elsewhere
 */
public record ClusterParts(
        Store store,
        Admission admission,
        RootEntities entities,
        LiveClusters live,
        Usages usages,
        Progress progress,
        TypedRows<InstanceRow> instances,
        TypedRows<ServiceRow> services,
        ActorRef<Placer.Command> placer,
        RootMetrics metrics,
        Duration lostAfter,
        Clock clock) {
    Optional<InstanceRow> instance(InstanceId id) {
        return instances.find(id.toString());
    }

    Optional<ServiceRow> service(ServiceId id) {
        return services.find(id.value());
    }

    /** @return instances that should stop there and have not confirmed it; they stand in no assignment set any more */
    List<InstanceId> dismissedOn(ClusterId cluster) {
        return instances
                .all()
                .filter(row ->
                        row.dismissed() && row.cluster().filter(cluster::equals).isPresent())
                .map(InstanceRow::id)
                .toList();
    }
}
