package holm.root.cluster;

import holm.domain.ClusterId;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.persistence.Store;
import holm.root.RootEntities;
import holm.root.RootMetrics;
import holm.root.address.Subnets;
import holm.root.instance.InstanceRow;
import holm.root.instance.Progress;
import holm.root.instance.Usages;
import holm.root.placement.Placer;
import holm.root.routes.RelayCommand;
import holm.root.row.TypedRows;
import holm.root.service.ServiceRow;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
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
        Subnets subnets,
        LinkedWorkers workers,
        ActorRef<RelayCommand> relay,
        RootMetrics metrics,
        Duration lostAfter,
        Clock clock) {
    Optional<InstanceRow> instance(InstanceId id) {
        return instances.find(id.toString());
    }

    Optional<ServiceRow> service(ServiceId id) {
        return services.find(id.value());
    }

    /** @return instances that are assigned there, also those that should stop and have not confirmed it */
    Stream<InstanceRow> on(ClusterId cluster) {
        return instances
                .all()
                .filter(row -> row.cluster().filter(cluster::equals).isPresent());
    }
}
