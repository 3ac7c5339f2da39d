package holm.root;

import holm.domain.HexId;
import holm.domain.InstallationId;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.overlay.Versions;
import holm.overlay.balance.BalancingPolicies;
import holm.persistence.Health;
import holm.persistence.PurgeLoop;
import holm.persistence.Remains;
import holm.persistence.Store;
import holm.root.account.TokenKey;
import holm.root.address.AddressPoolCommand;
import holm.root.address.AddressPoolEntity;
import holm.root.address.AddressPoolParts;
import holm.root.address.InstanceAddresses;
import holm.root.address.Pools;
import holm.root.address.ServiceAddresses;
import holm.root.address.Subnets;
import holm.root.cluster.Admission;
import holm.root.cluster.ClusterEntity;
import holm.root.cluster.ClusterGate;
import holm.root.cluster.ClusterParts;
import holm.root.cluster.ClusterRow;
import holm.root.cluster.LinkedWorkers;
import holm.root.cluster.LiveClusters;
import holm.root.http.Ids;
import holm.root.instance.InstanceCommand;
import holm.root.instance.InstanceEntity;
import holm.root.instance.InstanceParts;
import holm.root.instance.InstanceRow;
import holm.root.instance.Progress;
import holm.root.instance.Usages;
import holm.root.log.ClusterLogs;
import holm.root.placement.ClusterChoice;
import holm.root.placement.Placer;
import holm.root.routes.AddressIndex;
import holm.root.routes.OverlayRelay;
import holm.root.routes.RelayCommand;
import holm.root.routes.RelayedTables;
import holm.root.row.TypedRows;
import holm.root.service.ServiceCommand;
import holm.root.service.ServiceEntity;
import holm.root.service.ServiceParts;
import holm.root.service.ServiceRow;
import holm.root.service.ShardedServices;
import holm.scheduling.Scheduler;
import holm.scheduling.Schedulers;
import holm.wire.http.Metrics;
import holm.wire.http.Readiness;
import holm.wire.link.LinkCodec;
import holm.wire.link.LinkEvent;
import holm.wire.link.LinkSettings;
import holm.wire.link.WebSocketServer;
import holm.wire.log.LogDesk;
import holm.wire.log.LogRelay;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.slf4j.LoggerFactory;

/** Puts the parts of one root together. Used once, by the thread that starts it. */
final class RootWiring {
    private static final String INSTALLATION = "installation";
    private static final int ID_BYTES = 12;

    /**
     * After these events an entity has no row, and nothing to do. A service is asked about its instances for ever: a cluster may come
     * back with one after a year.
     */
    private static final Map<String, Remains> LAST_WORDS =
            Map.of("service-deleted-v1", Remains.LAST_WORD, "instance-undeployed-v1", Remains.NOTHING);

    /** Less than a request may take (15 s), and as long as a cluster waits for its own disk. */
    private static final long WORKERS_ANSWER_MILLIS = 13_000;

    private final ActorSystem<Void> system;
    private final RootSettings settings;
    private final Store store;
    private final Clock clock = Clock.systemUTC();
    private final Metrics metrics = new Metrics("root");
    private final RootMetrics counted = new RootMetrics(metrics);
    private final Usages usages = new Usages();
    private final Progress progress = new Progress();
    private final TypedRows<ServiceRow> services;
    private final TypedRows<InstanceRow> instances;
    private final TypedRows<ClusterRow> clusters;
    private final LiveClusters live;
    private final LinkedWorkers workers;
    private final ClusterSharding sharding;
    private final BalancingPolicies policies;
    private final RootEntities entities;
    private final Pools pools;
    private final ServiceAddresses addresses;
    private final LogDesk desk;
    private final InstallationId installation;
    private final ActorRef<LinkEvent<Upward, Downward>> gate;
    private final ClusterChoice choice;
    private final ActorRef<RelayCommand> relay;
    private volatile boolean started;

    RootWiring(ActorSystem<Void> system, RootSettings settings, Store store) throws SQLException {
        this.system = system;
        this.settings = settings;
        this.store = store;
        policies = BalancingPolicies.found();
        services = new TypedRows<>(store.rows(), ServiceEntity.KIND, ServiceRow.class);
        instances = new TypedRows<>(store.rows(), InstanceEntity.KIND, InstanceRow.class);
        clusters = new TypedRows<>(store.rows(), ClusterEntity.KIND, ClusterRow.class);
        live = new LiveClusters(clusters, instances, clock);
        workers = new LinkedWorkers(live, Ids.inOrder(clock), WORKERS_ANSWER_MILLIS);
        installation = installation(store);
        sharding = ClusterSharding.get(system);
        entities = new RootEntities(sharding);
        pools = new Pools(system, entities);
        addresses = new ServiceAddresses(pools, policies.policies().all());
        desk = new LogDesk(system);
        var random = new SecureRandom();
        choice = new ClusterChoice(scheduler(settings.scheduler()), live, instances, random::nextLong);
        var placer = system.systemActorOf(Placer.create(choice), "placer", Props.empty());
        var index = new AddressIndex(services, instances);
        relay = system.systemActorOf(
                OverlayRelay.create(index, new Versions(store.generation())), "overlay-relay", Props.empty());
        store.rows().watch(ServiceEntity.KIND, id -> relay.tell(new RelayCommand.ServiceChanged(new ServiceId(id))));
        store.rows()
                .watch(InstanceEntity.KIND, id -> relay.tell(new RelayCommand.InstanceChanged(InstanceId.parse(id))));
        var parts = new ClusterParts(
                store,
                new Admission(installation, store.generation()),
                entities,
                live,
                usages,
                progress,
                instances,
                services,
                placer,
                new Subnets(pools),
                workers,
                relay,
                counted,
                settings.clusterLostAfter(),
                clock);
        gate = system.systemActorOf(ClusterGate.create(parts), "cluster-gate", Props.empty());
        shard(
                parts,
                new InstanceParts(
                        store,
                        entities,
                        live,
                        placer,
                        usages,
                        progress,
                        services,
                        counted,
                        settings.deadlines(),
                        clock.millis(),
                        clock));
        RootGauges.register(metrics, store, services, instances, live);
    }

    /** A root of one node is a Pekko cluster of its own. */
    CompletionStage<Done> joinItself() {
        var up = new CompletableFuture<Done>();
        var cluster = Cluster.get(system);
        org.apache.pekko.cluster.Cluster.get(system).registerOnMemberUp(() -> up.complete(Done.getInstance()));
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        return up;
    }

    RootParts parts() {
        var facade = new ShardedServices(
                entities, addresses, services, instances, live, usages, progress, store::health, clock);
        return new RootParts(
                system,
                installation,
                settings,
                store,
                facade,
                live,
                new ClusterLogs(instances, live, desk),
                choice,
                metrics,
                this::readiness);
    }

    RootApi userApi(RootParts parts) throws IOException {
        return new RootApi(new RootApi.Parts(
                store,
                parts.services(),
                pools,
                parts.clusters(),
                workers,
                parts.logs(),
                metrics,
                parts.readiness(),
                policies,
                new RelayedTables(system, relay),
                TokenKey.in(settings.keyDirectory()),
                settings.accounts(),
                settings.api(),
                clock,
                system));
    }

    /** Everything that was left unfinished goes on; in the background, because there may be much. */
    void wakeUnfinished() throws SQLException {
        var calls = StartScan.calls(
                entities, services, instances, clusters, addresses, store.unlisted(LAST_WORDS.keySet()));
        system.systemActorOf(StartScan.create(calls), "start-scan", Props.empty());
        system.systemActorOf(PurgeLoop.create(store, LAST_WORDS, settings.purgeAfter(), clock), "purge", Props.empty());
    }

    /** Links come first: a path of the API never hides them. */
    Route route(Route userApi) {
        return Directives.concat(
                Directives.pathPrefix(
                        "link",
                        () -> Directives.concat(
                                Directives.path(
                                        "cluster",
                                        () -> WebSocketServer.route(
                                                system, LinkCodec.upper(), LinkSettings.DEFAULT, _ -> gate)),
                                Directives.pathPrefix("log", () -> LogRelay.route(system, desk)))),
                userApi);
    }

    void ready() {
        started = true;
    }

    private Readiness readiness() {
        if (!started) {
            return new Readiness.NotReady("starting");
        }
        return store.health() instanceof Health.Down(var reason)
                ? new Readiness.NotReady(reason)
                : new Readiness.Ready();
    }

    private void shard(ClusterParts clusterParts, InstanceParts instanceParts) {
        var poolParts = new AddressPoolParts(store, entities, services, clock);
        sharding.init(
                Entity.of(AddressPoolEntity.TYPE, context -> AddressPoolEntity.create(poolParts, context.getEntityId()))
                        .withStopMessage(new AddressPoolCommand.Leave()));
        var serviceParts = new ServiceParts(store, entities, instances, addresses, new InstanceAddresses(pools));
        sharding.init(Entity.of(
                        ServiceEntity.TYPE,
                        context -> ServiceEntity.create(serviceParts, context.getShard(), context.getEntityId()))
                .withStopMessage(new ServiceCommand.Leave()));
        sharding.init(Entity.of(
                        InstanceEntity.TYPE,
                        context -> InstanceEntity.create(instanceParts, context.getShard(), context.getEntityId()))
                .withStopMessage(new InstanceCommand.Leave()));
        sharding.init(
                Entity.of(ClusterEntity.TYPE, context -> ClusterEntity.create(clusterParts, context.getEntityId())));
    }

    private static InstallationId installation(Store store) throws SQLException {
        var known = store.fact(INSTALLATION);
        if (known.isPresent()) {
            return new InstallationId(known.get());
        }
        var bytes = new byte[ID_BYTES];
        new SecureRandom().nextBytes(bytes);
        var made = HexId.of(bytes);
        store.remember(INSTALLATION, made);
        return new InstallationId(made);
    }

    private static Scheduler scheduler(String name) {
        return Schedulers.find(
                Optional.of(name),
                defect -> LoggerFactory.getLogger(RootWiring.class)
                        .error("The scheduler failed; it is asked again", defect));
    }
}
