package holm.root.instance;

import holm.persistence.Store;
import holm.root.RootEntities;
import holm.root.RootMetrics;
import holm.root.cluster.LiveClusters;
import holm.root.placement.Placer;
import holm.root.row.TypedRows;
import holm.root.service.ServiceRow;
import java.time.Clock;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What instances need of the rest of the root.
 *
 * @param upSinceMillis when this root started, milliseconds since 1970
 */
public record InstanceParts(
        Store store,
        RootEntities entities,
        LiveClusters clusters,
        ActorRef<Placer.Command> placer,
        Usages usages,
        Progress progress,
        TypedRows<ServiceRow> services,
        RootMetrics metrics,
        InstanceDeadlines deadlines,
        long upSinceMillis,
        Clock clock) {}
