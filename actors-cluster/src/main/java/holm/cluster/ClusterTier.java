package holm.cluster;

import com.typesafe.config.ConfigFactory;
import holm.cluster.http.ClusterRoutes;
import holm.cluster.instance.InstanceEvent;
import holm.cluster.instance.InstanceState;
import holm.cluster.worker.WorkerEvent;
import holm.cluster.worker.WorkerState;
import holm.persistence.Store;
import holm.wire.http.Metrics;
import holm.wire.member.Membership;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;

/** The cluster tier of one process: an actor system that lives until it is stopped. Thread-safe. */
public final class ClusterTier {
    private final ActorSystem<Void> system;
    private final ServerBinding http;
    private final Metrics metrics;

    private ClusterTier(ActorSystem<Void> system, ServerBinding http, Metrics metrics) {
        this.system = system;
        this.http = http;
        this.metrics = metrics;
    }

    /**
     * Starts everything and connects to the root, now or whenever there is one.
     *
     * @param store of the tier {@code cluster_<name>}; stays the caller's, to be closed after {@link #stop()} is done
     * @return answers when workers can join and HTTP is served; fails when a port is taken
     */
    public static CompletionStage<ClusterTier> start(ClusterSettings settings, Store store) {
        var config = store.pekkoConfig(WorkerEvent.class, WorkerState.class, InstanceEvent.class, InstanceState.class)
                .withFallback(Membership.orchestrator(settings.host(), settings.port()))
                .withFallback(ConfigFactory.parseResources(ClusterTier.class, "/holm/cluster/cluster.conf"))
                .withFallback(ConfigFactory.load())
                .resolve();
        var metrics = new Metrics("cluster");
        var system = ActorSystem.<Void>create(Behaviors.empty(), Membership.SYSTEM, config);
        return ClusterWiring.whenUp(system)
                .thenCompose(_ -> {
                    var wiring = ClusterWiring.start(system, settings, store, metrics);
                    return bind(system, settings, wiring.routes()).thenApply(binding -> {
                        wiring.ready();
                        system.log()
                                .info(
                                        "Cluster {} takes workers on {} and serves http://{}:{}",
                                        settings.name(),
                                        Cluster.get(system).selfAddress(),
                                        settings.host(),
                                        binding.localAddress().getPort());
                        return new ClusterTier(system, binding, metrics);
                    });
                })
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        system.terminate();
                        metrics.close();
                    }
                });
    }

    private static CompletionStage<ServerBinding> bind(
            ActorSystem<Void> system, ClusterSettings settings, ClusterRoutes routes) {
        return Http.get(system)
                .newServerAt(settings.host(), settings.httpPort())
                .bind(routes.route());
    }

    public int httpPort() {
        return http.localAddress().getPort();
    }

    /** @return where workers join */
    public int port() {
        return Cluster.get(system).selfAddress().port().map(Integer.class::cast).getOrElse(() -> 0);
    }

    /** Stops serving and leaves. What runs on workers runs on. The store can be closed afterwards. */
    public CompletionStage<Done> stop() {
        system.terminate();
        return system.getWhenTerminated().whenComplete((_, _) -> metrics.close());
    }
}
