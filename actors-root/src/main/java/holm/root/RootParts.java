package holm.root;

import holm.domain.InstallationId;
import holm.persistence.Store;
import holm.root.cluster.Clusters;
import holm.root.log.InstanceLogs;
import holm.root.placement.Explanations;
import holm.root.service.Services;
import holm.wire.http.Metrics;
import holm.wire.http.Readiness;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What the user API builds on.
 *
 * @param readiness whether the root can do its work now; never waits
 */
public record RootParts(
        ActorSystem<?> system,
        InstallationId installation,
        RootSettings settings,
        Store store,
        Services services,
        Clusters clusters,
        InstanceLogs logs,
        Explanations explanations,
        Metrics metrics,
        Supplier<Readiness> readiness) {}
