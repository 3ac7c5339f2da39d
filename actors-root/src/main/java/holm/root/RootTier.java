package holm.root;

import com.typesafe.config.ConfigFactory;
import holm.overlay.address.AddressPoolEvent;
import holm.overlay.address.AddressPoolState;
import holm.persistence.Store;
import holm.root.account.FirstAdmin;
import holm.root.cluster.ClusterEvent;
import holm.root.cluster.ClusterState;
import holm.root.http.HttpServer;
import holm.root.instance.InstanceEvent;
import holm.root.instance.InstanceState;
import holm.root.service.ServiceEvent;
import holm.root.service.ServiceState;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The root orchestrator, running. Thread-safe. */
public final class RootTier {
    /** Everything that its entities persist. */
    static final Class<?>[] STORED_TYPES = {
        ServiceEvent.class,
        ServiceState.class,
        InstanceEvent.class,
        InstanceState.class,
        ClusterEvent.class,
        ClusterState.class,
        AddressPoolEvent.class,
        AddressPoolState.class
    };

    private static final Logger LOG = LoggerFactory.getLogger(RootTier.class);
    private static final String SYSTEM = "holm-root";

    /** A large journal on a slow disk; a healthy start takes two seconds. */
    private static final Duration START = Duration.ofSeconds(60);

    /** How long requests that are being answered may take when the root stops. */
    private static final Duration UNBIND = Duration.ofSeconds(2);

    private final ActorSystem<Void> system;
    private final RootParts parts;
    private final FirstAdmin firstAdmin;
    private final ServerBinding binding;

    private RootTier(ActorSystem<Void> system, RootParts parts, FirstAdmin firstAdmin, ServerBinding binding) {
        this.system = system;
        this.parts = parts;
        this.firstAdmin = firstAdmin;
        this.binding = binding;
    }

    /**
     * Starts a root and waits until it listens.
     *
     * @param store stays the caller's, who closes it after {@link #stop}
     * @throws RootStartException with a message for the operator
     */
    public static RootTier start(RootSettings settings, Store store) throws RootStartException {
        var config = store.pekkoConfig(STORED_TYPES)
                .withFallback(ConfigFactory.parseResources(RootTier.class, "root.conf"))
                .withFallback(ConfigFactory.load());
        var system = ActorSystem.<Void>create(Behaviors.empty(), SYSTEM, config.resolve());
        try {
            return start(settings, store, system);
        } catch (ExecutionException failure) {
            throw failed(system, String.valueOf(rootCause(failure).getMessage()), failure);
        } catch (IllegalArgumentException refused) {
            throw failed(system, String.valueOf(refused.getMessage()), refused);
        } catch (TimeoutException | SQLException | IOException | RuntimeException failure) {
            throw failed(system, failure.toString(), failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw failed(system, "it was stopped", stopped);
        }
    }

    private static RootTier start(RootSettings settings, Store store, ActorSystem<Void> system)
            throws ExecutionException, TimeoutException, SQLException, IOException, InterruptedException {
        var wiring = new RootWiring(system, settings, store);
        var up = wiring.joinItself();
        var parts = wiring.parts();
        var api = wiring.userApi(parts);
        var firstAdmin = api.open();
        up.toCompletableFuture().get(START.toSeconds(), TimeUnit.SECONDS);
        wiring.wakeUnfinished();
        api.recover();
        var binding = HttpServer.bind(system, settings.host(), settings.port(), wiring.route(api.route()))
                .toCompletableFuture()
                .get(START.toSeconds(), TimeUnit.SECONDS);
        wiring.ready();
        LOG.info(
                "The root listens on {}:{}",
                settings.host(),
                binding.localAddress().getPort());
        return new RootTier(system, parts, firstAdmin, binding);
    }

    /** @return the port it listens on */
    public int httpPort() {
        return binding.localAddress().getPort();
    }

    /** @return how the operator can log in */
    public FirstAdmin firstAdmin() {
        return firstAdmin;
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

    private static RootStartException failed(ActorSystem<?> system, String why, Exception failure) {
        system.terminate();
        return new RootStartException("the root cannot start: " + why, failure);
    }

    private static Throwable rootCause(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
