package holm.cluster.routes;

import static holm.cluster.routes.RouteSamples.ABOUT;
import static holm.cluster.routes.RouteSamples.HERE;
import static holm.cluster.routes.RouteSamples.SERVICE;
import static holm.cluster.routes.RouteSamples.THERE;
import static holm.cluster.routes.RouteSamples.W1;
import static holm.cluster.routes.RouteSamples.W2;
import static holm.cluster.routes.RouteSamples.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import holm.cluster.ClusterLimits;
import holm.cluster.ClusterMetrics;
import holm.cluster.Entities;
import holm.cluster.instance.InstanceRows;
import holm.cluster.root.Membership;
import holm.cluster.root.RootCommand;
import holm.cluster.root.RootView;
import holm.domain.InstallationId;
import holm.domain.message.OverlayUpdate;
import holm.domain.route.Endpoint;
import holm.domain.route.RouteTable;
import holm.overlay.Versions;
import holm.wire.http.Metrics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the owner of a table sends it; what it sends is {@link ServiceRoutesStateTest}'s. */
class ServiceRoutesEntityTest {
    /** Sharding wants a cluster; nobody joins it. */
    private static final String CLUSTER = """
            pekko.actor.provider = cluster
            pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
            """;

    private final ActorTestKit kit =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.parseString(CLUSTER)));
    private final ManualTime time = ManualTime.get(kit.system());
    private final Versions versions = new Versions(7);
    private final TestProbe<OverlayUpdate> first = kit.createTestProbe();
    private final TestProbe<OverlayUpdate> second = kit.createTestProbe();
    private ActorRef<ServiceRoutesCommand> owner;

    @BeforeEach
    void start() {
        TestProbe<ClusterSharding.ShardCommand> shard = kit.createTestProbe();
        TestProbe<RootCommand> root = kit.createTestProbe();
        var membership = new Membership(new InstallationId("0123456789abcdef01234567"), HERE, 1);
        var parts = new RoutesParts(
                new Entities(ClusterSharding.get(kit.system())),
                new InstanceRows(List.of()),
                new RootView(Optional.of(membership)),
                root.ref(),
                new RoutesBoard(),
                versions,
                new ClusterMetrics(new Metrics("cluster")));
        owner = kit.spawn(ServiceRoutesEntity.create(SERVICE.value(), shard.ref(), parts));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void changesThatFollowCloselyAreSentTogether() {
        aChangeWaitsBehindAnother();
        owner.tell(elsewhere(endpoint(0, THERE), endpoint(1, THERE), endpoint(2, THERE)));
        time.expectNoMessageFor(ClusterLimits.ROUTES_TOGETHER.dividedBy(2), first);
        time.timePasses(ClusterLimits.ROUTES_TOGETHER);
        assertThat(first.expectMessageClass(OverlayUpdate.RoutesChanged.class).present())
                .containsExactly(endpoint(1, THERE), endpoint(2, THERE));
    }

    @Test
    void aWorkerThatAsksDoesNotWaitForChangesThatComeTogether() {
        aChangeWaitsBehindAnother();
        owner.tell(new ServiceRoutesCommand.Interested(W2, "second", 0, second.ref()));
        var table = second.expectMessageClass(OverlayUpdate.Routes.class).table();
        assertThat(table.endpoints()).containsExactly(endpoint(0, THERE), endpoint(1, THERE));
        first.expectNoMessage();
        time.timePasses(ClusterLimits.ROUTES_TOGETHER);
        first.expectMessageClass(OverlayUpdate.RoutesChanged.class);
        second.expectNoMessage();
    }

    /** The first worker has heard of one endpoint, and is to hear of a second one. */
    private void aChangeWaitsBehindAnother() {
        owner.tell(elsewhere());
        owner.tell(new ServiceRoutesCommand.Interested(W1, "first", 0, first.ref()));
        first.expectMessageClass(OverlayUpdate.Routes.class);
        owner.tell(elsewhere(endpoint(0, THERE)));
        first.expectMessageClass(OverlayUpdate.RoutesChanged.class);
        owner.tell(elsewhere(endpoint(0, THERE), endpoint(1, THERE)));
    }

    private ServiceRoutesCommand elsewhere(Endpoint... endpoints) {
        var table = RouteTable.of(ABOUT, versions.getAsLong(), List.of(endpoints));
        return new ServiceRoutesCommand.Foreign(new OverlayUpdate.Routes(table, 1, 1, Set.of(THERE), true));
    }
}
