package holm.root;

import com.typesafe.config.ConfigFactory;
import holm.domain.Candidate;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.Resources;
import holm.domain.Virtualization;
import holm.domain.WorkerKind;
import holm.domain.address.IpAddress;
import holm.domain.message.LogLine;
import holm.overlay.address.PoolId;
import holm.overlay.balance.BalancingPolicies;
import holm.persistence.Store;
import holm.persistence.StoreException;
import holm.persistence.StoreSettings;
import holm.root.account.AccountSettings;
import holm.root.account.FirstAdmin;
import holm.root.account.TokenKey;
import holm.root.cluster.ClusterView;
import holm.root.http.ApiSettings;
import holm.root.http.HttpServer;
import holm.root.instance.Sample;
import holm.root.log.InstanceLogs;
import holm.wire.http.Metrics;
import holm.wire.http.Readiness;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.javadsl.Source;

/** The API on a port of its own, over a store in memory and services that only pretend. */
public final class RootApiServer implements AutoCloseable {
    /** Made once: a key takes longer than a server. */
    public static final TokenKey KEY = TokenKey.ephemeral();

    public final FakeServices services = new FakeServices();
    public final Store store;
    public final RootApi api;
    public final FirstAdmin firstAdmin;
    public final AtomicReference<Readiness> readiness = new AtomicReference<>(new Readiness.Ready());
    public final ApiClient client;
    private final ActorSystem<Void> system;
    private final Metrics metrics = new Metrics("root");

    public RootApiServer() {
        this(true, ApiSettings.LOCAL, Clock.systemUTC());
    }

    public RootApiServer(boolean defaultPassword, ApiSettings settings, Clock clock) {
        try {
            store = Store.open(StoreSettings.ephemeral("root"));
        } catch (StoreException failed) {
            throw new IllegalStateException(failed);
        }
        system = ActorSystem.create(
                Behaviors.empty(),
                "holm-root-api-test",
                ConfigFactory.parseString(
                                "pekko { loglevel = WARNING, stdout-loglevel = WARNING, jvm-exit-on-fatal-error = off }")
                        .withFallback(ConfigFactory.load()));
        api = new RootApi(new RootApi.Parts(
                store,
                services,
                RootApiServer::available,
                () -> List.of(cluster()),
                new FakeWorkers(),
                logs(),
                metrics,
                readiness::get,
                BalancingPolicies.found(),
                new FakeTables(services),
                KEY,
                new AccountSettings(defaultPassword),
                settings,
                clock,
                system));
        firstAdmin = api.open();
        api.recover();
        var binding = HttpServer.bind(system, "127.0.0.1", 0, api.route())
                .toCompletableFuture()
                .join();
        client = new ApiClient(binding.localAddress().getPort());
    }

    /** Ten lines, every third on stderr; a followed log goes on for ever; instance 13 has no log. */
    private static InstanceLogs logs() {
        return (instance, query) -> {
            if (instance.number() == 13) {
                return Source.failed(new RefusalException(
                        Refusal.of(Refusal.Kind.UNAVAILABLE, "cluster-away", "its cluster is not connected")));
            }
            var lines = IntStream.range(0, 10)
                    .mapToObj(number -> new LogLine(
                            number,
                            number % 3 == 2 ? LogLine.Stream.STDERR : LogLine.Stream.STDOUT,
                            1,
                            "line " + number))
                    .filter(line -> line.atMillis() >= query.sinceMillis().orElse(0L))
                    .toList();
            var tail = lines.subList(
                    lines.size() - Math.min(lines.size(), query.tail().orElse(lines.size())), lines.size());
            return query.follow() ? Source.from(tail).concat(Source.maybe()) : Source.from(tail);
        };
    }

    /** As if nothing had been taken from any pool. */
    private static CompletionStage<List<IpAddress>> available(PoolId pool, int count) {
        var sequence = pool.sequence();
        return CompletableFuture.completedStage(Stream.iterate(
                        Optional.of(sequence.first()), Optional::isPresent, place -> place.flatMap(sequence::after))
                .flatMap(Optional::stream)
                .limit(count)
                .toList());
    }

    private static ClusterView cluster() {
        var resources = new Resources(40_000, 2_048, 10_000, 0);
        return new ClusterView(
                FakeServices.CLUSTER,
                new Candidate(
                        FakeServices.CLUSTER.value(),
                        "home",
                        true,
                        1,
                        resources,
                        resources,
                        Map.of("amd64", resources),
                        Set.of(Virtualization.CONTAINER),
                        Set.of("amd64"),
                        Map.of(),
                        "48.1,11.6,1000",
                        "192.0.2.1",
                        12.5,
                        31.0,
                        List.of("worker1"),
                        Optional.of(4),
                        List.of(new WorkerKind(Set.of(Virtualization.CONTAINER), Set.of("amd64"), resources))),
                true,
                "192.0.2.1:36202",
                4_000,
                1,
                List.of(new Sample(12.5, 3_000)),
                List.of(new Sample(31.0, 3_000)));
    }

    @Override
    public void close() {
        client.close();
        system.terminate();
        try {
            system.getWhenTerminated()
                    .toCompletableFuture()
                    .get(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | TimeoutException | java.util.concurrent.ExecutionException slow) {
            throw new IllegalStateException(slow);
        } finally {
            store.close();
            metrics.close();
        }
    }
}
