package holm.root;

import com.typesafe.config.ConfigFactory;
import holm.persistence.Store;
import holm.root.cluster.ClusterEvent;
import holm.root.cluster.ClusterState;
import holm.root.instance.InstanceEvent;
import holm.root.instance.InstanceState;
import holm.root.service.ServiceEvent;
import holm.root.service.ServiceState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.server.Route;

/** The root orchestrator, running. Thread-safe. */
public final class RootTier {
    private static final String SYSTEM = "holm-root";

    /** A large journal on a slow disk; a healthy start takes two seconds. */
    private static final Duration START = Duration.ofSeconds(60);

    /** How long requests that are being answered may take when the root stops. */
    private static final Duration UNBIND = Duration.ofSeconds(2);

    private final ActorSystem<Void> system;
    private final RootParts parts;
    private final ServerBinding binding;

    private RootTier(ActorSystem<Void> system, RootParts parts, ServerBinding binding) {
        this.system = system;
        this.parts = parts;
        this.binding = binding;
    }

    /**
     * Starts a root and waits until it listens.
     *
     * @param store stays the caller's, who closes it after {@link #stop}
     * @param userApi makes the part that speaks to people
     * @throws RootStartException with a message for the operator
     */
    public static RootTier start(RootSettings settings, Store store, Function<RootParts, UserApi> userApi)
            throws RootStartException {
        var config = store.pekkoConfig(
                        ServiceEvent.class,
                        ServiceState.class,
                        InstanceEvent.class,
                        InstanceState.class,
                        ClusterEvent.class,
                        ClusterState.class)
                .withFallback(ConfigFactory.parseResources(RootTier.class, "root.conf"))
                .withFallback(ConfigFactory.load());
        var system = ActorSystem.<Void>create(Behaviors.empty(), SYSTEM, config.resolve());
        try {
            var wiring = new RootWiring(system, settings, store);
            wiring.joinItself().toCompletableFuture().get(START.toSeconds(), TimeUnit.SECONDS);
            var parts = wiring.connect();
            var api = userApi.apply(parts);
            wiring.wakeUnfinished();
            api.recover().toCompletableFuture().get(START.toSeconds(), TimeUnit.SECONDS);
            var binding = bind(system, settings, wiring.route(api.route()));
            wiring.ready();
            system.log()
                    .info(
                            "The root listens on {}:{}",
                            settings.host(),
                            binding.localAddress().getPort());
            return new RootTier(system, parts, binding);
        } catch (ExecutionException failure) {
            system.terminate();
            throw new RootStartException(
                    "the root cannot start: " + rootCause(failure).getMessage(), failure);
        } catch (TimeoutException | SQLException | RuntimeException failure) {
            system.terminate();
            throw new RootStartException("the root cannot start: " + failure, failure);
        } catch (InterruptedException stopped) {
            system.terminate();
            Thread.currentThread().interrupt();
            throw new RootStartException("the root was stopped while it started", stopped);
        }
    }

    /** @return the port it listens on */
    public int httpPort() {
        return binding.localAddress().getPort();
    }

    /** @return what the user API is built on, for tests and benchmarks inside this process */
    public RootParts parts() {
        return parts;
    }

    /** Takes no more requests, ends links, stops the actor system. Clusters keep everything running. */
    public CompletionStage<Done> stop() {
        return binding.terminate(UNBIND)
                .handle((_, _) -> Done.getInstance())
                .thenCompose(_ -> {
                    system.terminate();
                    return system.getWhenTerminated();
                })
                .whenComplete((_, _) -> parts.metrics().close());
    }

    private static ServerBinding bind(ActorSystem<?> system, RootSettings settings, Route route)
            throws ExecutionException, InterruptedException, TimeoutException {
        return Http.get(system)
                .newServerAt(settings.host(), settings.port())
                .bind(route)
                .toCompletableFuture()
                .get(START.toSeconds(), TimeUnit.SECONDS);
    }

    private static Throwable rootCause(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
