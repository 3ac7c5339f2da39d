package holm.cluster.routes;

import holm.cluster.ClusterMetrics;
import holm.cluster.Entities;
import holm.cluster.instance.InstanceRows;
import holm.cluster.root.RootCommand;
import holm.cluster.root.RootView;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the owners of routes need of others.
 *
 * @param versions a larger number at each call, also over restarts; thread-safe
 */
public record RoutesParts(
        Entities entities,
        InstanceRows rows,
        RootView rootView,
        ActorRef<RootCommand> root,
        RoutesBoard board,
        LongSupplier versions,
        ClusterMetrics metrics) {}
