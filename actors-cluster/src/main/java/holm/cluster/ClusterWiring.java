package holm.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import holm.cluster.http.ClusterRoutes;
import holm.cluster.instance.InstanceCommand;
import holm.cluster.instance.InstanceEntity;
import holm.cluster.instance.InstanceRow;
import holm.cluster.instance.InstanceRows;
import holm.cluster.instance.Placer;
import holm.cluster.instance.Rules;
import holm.cluster.root.LogForwarding;
import holm.cluster.root.Membership;
import holm.cluster.root.RootCommand;
import holm.cluster.root.RootLink;
import holm.cluster.root.RootView;
import holm.cluster.root.WorkerQuestions;
import holm.cluster.routes.PeerBook;
import holm.cluster.routes.Resolver;
import holm.cluster.routes.RootOverlay;
import holm.cluster.routes.RoutesBoard;
import holm.cluster.routes.RoutesParts;
import holm.cluster.routes.ServiceRoutesCommand;
import holm.cluster.routes.ServiceRoutesEntity;
import holm.cluster.routes.WorkerOverlay;
import holm.cluster.worker.Candidates;
import holm.cluster.worker.Liveness;
import holm.cluster.worker.WorkerBoard;
import holm.cluster.worker.WorkerDirectory;
import holm.cluster.worker.WorkerEntity;
import holm.cluster.worker.WorkerRow;
import holm.cluster.worker.WorkerSession;
import holm.cluster.worker.WorkerSessions;
import holm.domain.Candidate;
import holm.domain.WorkerId;
import holm.overlay.Versions;
import holm.persistence.EntityKey;
import holm.persistence.Health;
import holm.persistence.PurgeLoop;
import holm.persistence.Remains;
import holm.persistence.Store;
import holm.scheduling.Scheduler;
import holm.scheduling.Schedulers;
import holm.wire.http.Json;
import holm.wire.http.Metrics;
import holm.wire.http.Readiness;
import holm.wire.link.LinkSettings;
import holm.wire.link.WorkerGateway;
import holm.wire.log.LogDesk;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.slf4j.LoggerFactory;

/** Makes the actors of this tier and shows them to each other. */
final class ClusterWiring {
    /**
     * After these events an entity has no row, and nothing to do. An instance that never was here is as gone as one that was; a worker
     * that was removed may come back after a year and is told so.
     */
    private static final Map<String, Remains> LAST_WORDS =
            Map.of("instance-undeployed-v1", Remains.NOTHING, "worker-gone-v1", Remains.LAST_WORD);

    private static final String MEMBERSHIP = "membership";

    private final ClusterSettings settings;
    private final Store store;
    private final RootView rootView;
    private final ClusterRoutes routes;
    private volatile boolean started;

    private ClusterWiring(ActorSystem<Void> system, ClusterSettings settings, Store store, Metrics metrics) {
        this.settings = settings;
        this.store = store;
        var counted = new ClusterMetrics(metrics);
        var rows = new InstanceRows(store.rows().list(InstanceRow.KIND).stream()
                .map(row -> row.view(InstanceRow.class))
                .toList());
        var board = new WorkerBoard();
        var sharding = ClusterSharding.get(system);
        var entities = new Entities(sharding);
        rootView = new RootView(membership(store));
        var placer = spawn(system, Placer.create(scheduler(settings.scheduler()), rows, counted), "placer");
        var stored = store.rows().list(WorkerRow.KIND).stream()
                .collect(Collectors.toMap(row -> new WorkerId(row.id()), row -> row.view(WorkerRow.class)));
        var directory = spawn(
                system,
                WorkerDirectory.create(new WorkerDirectory.Parts(
                        liveness(settings.patience()), stored, rows, entities, placer, board, counted)),
                "directory");
        var desk = new LogDesk(system);
        var root = spawn(
                system,
                RootLink.create(new RootLink.Parts(
                        settings.name(),
                        settings.rootUri(),
                        rootView,
                        rows,
                        entities,
                        () -> self(board),
                        this::remember,
                        new LogForwarding(system, settings.rootUri(), desk, rows, board, directory),
                        new WorkerQuestions(board, directory))),
                "root");
        var routing = new RoutesParts(
                entities, rows, rootView, root, new RoutesBoard(), new Versions(store.generation()), counted);
        var overlay = overlay(system, entities, routing);
        root.tell(new RootCommand.Serve(
                new RootOverlay(entities, routing.board(), overlay.resolver(), overlay.peers(), directory)));
        sharding.init(Entity.of(
                        Entities.ROUTES,
                        context -> ServiceRoutesEntity.create(context.getEntityId(), context.getShard(), routing))
                .withRole(holm.wire.member.Membership.ORCHESTRATOR)
                .withStopMessage(new ServiceRoutesCommand.Leave()));
        var workerParts = new WorkerEntity.Parts(store, entities, rows, directory, root, overlay.peers());
        sharding.init(Entity.of(Entities.WORKER, context -> WorkerEntity.create(context.getEntityId(), workerParts))
                .withRole(holm.wire.member.Membership.ORCHESTRATOR));
        var parts = new InstanceEntity.Parts(
                store, rules(settings.patience()), Clock.systemUTC(), rows, entities, placer, directory, root, counted);
        sharding.init(Entity.of(
                        Entities.INSTANCE,
                        context -> InstanceEntity.create(context.getEntityId(), context.getShard(), parts))
                .withRole(holm.wire.member.Membership.ORCHESTRATOR)
                .withStopMessage(new InstanceCommand.Leave()));
        var sessions = spawn(
                system,
                WorkerSessions.create(new WorkerSession.Parts(
                        settings.name(),
                        store.generation(),
                        settings.cpuOvercommit(),
                        rows,
                        entities,
                        directory,
                        root,
                        rootView,
                        overlay,
                        counted)),
                "worker-sessions");
        spawn(system, WorkerGateway.create(LinkSettings.DEFAULT, _ -> sessions, desk), "worker-gateway");
        var leaving = stored.entrySet().stream()
                .filter(entry -> entry.getValue().removed())
                .map(Map.Entry::getKey)
                .toList();
        system.systemActorOf(
                StartScan.create(rows.all(), unlisted(store), leaving, entities), "start-scan", Props.empty());
        counted.watch(store, rows, board, rootView, routing.board());
        system.systemActorOf(
                PurgeLoop.create(store, LAST_WORDS, settings.patience().purgeAfter(), Clock.systemUTC()),
                "purge",
                Props.empty());
        routes = new ClusterRoutes(settings.name(), metrics, this::readiness, rootView, board, rows, directory);
    }

    private static WorkerOverlay.Parts overlay(ActorSystem<Void> system, Entities entities, RoutesParts routing) {
        return new WorkerOverlay.Parts(
                entities,
                routing,
                spawn(system, Resolver.create(routing), "resolver"),
                spawn(system, PeerBook.create(routing), "peers"));
    }

    private static List<EntityKey> unlisted(Store store) {
        try {
            return store.unlisted(LAST_WORDS.keySet());
        } catch (SQLException failure) {
            throw new IllegalStateException("the journal cannot be read: " + failure.getMessage(), failure);
        }
    }

    static ClusterWiring start(ActorSystem<Void> system, ClusterSettings settings, Store store, Metrics metrics) {
        return new ClusterWiring(system, settings, store, metrics);
    }

    /** Sharding starts on a member that is up. */
    static CompletionStage<Done> whenUp(ActorSystem<Void> system) {
        var up = new CompletableFuture<Done>();
        Cluster.get(system).registerOnMemberUp(() -> up.complete(Done.getInstance()));
        return up;
    }

    ClusterRoutes routes() {
        return routes;
    }

    void ready() {
        started = true;
    }

    private Candidate self(WorkerBoard board) {
        var id = rootView.membership().map(one -> one.cluster().value()).orElse("");
        return Candidates.sum(
                id,
                settings.name(),
                settings.location(),
                settings.host(),
                board.now().candidates());
    }

    private Readiness readiness() {
        if (!started) {
            return new Readiness.NotReady("starting");
        }
        if (store.health() instanceof Health.Down(var reason)) {
            return new Readiness.NotReady(reason);
        }
        return rootView.membership().isPresent()
                ? new Readiness.Ready()
                : new Readiness.NotReady("this cluster has not met its root yet: " + rootView.trouble());
    }

    private void remember(Membership membership) throws SQLException {
        try {
            store.remember(MEMBERSHIP, Json.mapper().writeValueAsString(membership));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Optional<Membership> membership(Store store) {
        try {
            var stored = store.fact(MEMBERSHIP);
            return stored.isPresent()
                    ? Optional.of(Json.mapper().readValue(stored.get(), Membership.class))
                    : Optional.empty();
        } catch (SQLException | JsonProcessingException failure) {
            throw new IllegalStateException("cannot read to which root this cluster belongs", failure);
        }
    }

    private static Scheduler scheduler(Optional<String> name) {
        return Schedulers.find(
                name,
                defect -> LoggerFactory.getLogger(ClusterWiring.class)
                        .error("The scheduler failed; it is asked again", defect));
    }

    private static Liveness.Rules liveness(ClusterSettings.Patience patience) {
        return new Liveness.Rules(
                patience.workerLostAfter(),
                patience.joinTime(),
                ClusterLimits.PUNCTUAL,
                ClusterLimits.MASS_WINDOW,
                patience.massSilenceHold());
    }

    private static Rules rules(ClusterSettings.Patience patience) {
        return new Rules(
                patience.restartsHere(),
                patience.answerWithin(),
                patience.handBackAfter(),
                patience.oneShotLostAfter(),
                ClusterLimits.RETRY_FAILED,
                ClusterLimits.SEEK_AGAIN,
                ClusterLimits.ASK_AGAIN);
    }

    private static <T> ActorRef<T> spawn(ActorSystem<?> system, Behavior<T> behavior, String name) {
        return system.systemActorOf(behavior, name, Props.empty());
    }
}
