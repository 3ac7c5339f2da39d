package holm.cluster;

import static holm.cluster.RunningCluster.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.cluster.routes.RouteSamples;
import holm.cluster.scripted.ScriptedRoot;
import holm.cluster.scripted.ScriptedWorker;
import holm.domain.ApplicationId;
import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Resources;
import holm.domain.ServiceId;
import holm.domain.Status;
import holm.domain.WorkerId;
import holm.domain.address.AddressPair;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import holm.domain.message.Addressing;
import holm.domain.message.Assignment;
import holm.domain.message.Downward;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.message.Upward;
import holm.domain.message.Usage;
import holm.domain.route.Coordinate;
import holm.domain.route.Endpoint;
import holm.domain.route.Peer;
import holm.domain.route.Question;
import holm.domain.route.RouteTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables, subnets and peers of a whole cluster between a scripted root and scripted workers, over real links. */
class ClusterRoutesTest {
    private static final ServiceId SERVICE = RouteSamples.SERVICE;
    private static final InstanceId A = RouteSamples.instance(0);
    private static final InstanceId B = RouteSamples.instance(1);
    private static final String ADDRESS = "10.30.0.1";
    private static final ClusterId OTHER = RouteSamples.THERE;
    private static final ClusterSettings.Patience SHORT = new ClusterSettings.Patience(
            Duration.ofMillis(2_500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(90),
            Duration.ofHours(1),
            5);

    @TempDir
    Path data;

    private RunningCluster cluster;
    private ScriptedRoot root;

    @BeforeEach
    void start() throws Exception {
        cluster = new RunningCluster(data, SHORT);
        root = cluster.root();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void answersAMissWithTheServiceAndItsTable() {
        var worker = worker("w1");
        run(A);
        worker.ask(new OverlayRequest.Resolve(Question.ofAnybody(ADDRESS)));
        var table = awaitTable(worker, _ -> true);
        assertThat(worker.updates(OverlayUpdate.Resolved.class))
                .containsExactly(new OverlayUpdate.Resolved(Question.ofAnybody(ADDRESS), SERVICE));
        assertThat(table.addresses()).containsKey("rr");
        assertThat(table.endpoints()).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.instance()).isEqualTo(A);
            assertThat(endpoint.fence()).isEqualTo(new Fence(1, 1, 1));
            assertThat(endpoint.cluster().value()).isEqualTo(ScriptedRoot.CLUSTER_ID);
            assertThat(endpoint.worker().value()).isEqualTo(worker.id());
            assertThat(endpoint.namespaceAddresses().texts()).containsExactly("10.18.0.2", "fc00::2");
        });
    }

    @Test
    void findsAServiceByItsNameAndByTheAddressOfAnInstance() {
        var worker = worker("w1");
        run(A);
        worker.ask(new OverlayRequest.Resolve(Question.ofAnybody("app.test.web.test")));
        worker.ask(new OverlayRequest.Resolve(Question.ofAnybody("10.30.1.0")));
        until(() -> worker.updates(OverlayUpdate.Resolved.class).size() == 2);
    }

    @Test
    void meansByANameTheServiceOfTheAskersAccountAndLeavesOtherAskersToTheRoot() {
        var worker = worker("w1");
        run(A);
        var bobs = new InstanceId(new ServiceId("0123456789abcdef01230b0b"), 7);
        root.deploy(assignment(bobs, "Bob", "b", RouteSamples.pair("10.30.0.2", "fdff:2000::2")));
        root.awaitStatus(bobs, Status.RUNNING);
        for (var service : List.of(SERVICE, bobs.service())) {
            var question = asks(worker, service);
            until(() -> worker.updates(OverlayUpdate.Resolved.class)
                    .contains(new OverlayUpdate.Resolved(question, service)));
        }
        assertThat(root.overlay(OverlayRequest.Resolve.class)).isEmpty();
        var unknown = asks(worker, new ServiceId("0123456789abcdef01230c0c"));
        root.awaitOverlay(
                OverlayRequest.Resolve.class, asked -> asked.question().equals(unknown));
        root.say(new OverlayUpdate.NoRoutes(unknown));
        until(() -> worker.updates(OverlayUpdate.NoRoutes.class).contains(new OverlayUpdate.NoRoutes(unknown)));
    }

    private static Question asks(ScriptedWorker worker, ServiceId asker) {
        var question = new Question("app.test.web.test", Optional.of(asker));
        worker.ask(new OverlayRequest.Resolve(question));
        return question;
    }

    @Test
    void addsAnInstanceThatRunsAndTakesAwayOneThatFails() {
        var worker = worker("w1");
        run(A);
        worker.ask(new OverlayRequest.Interested(Map.of(SERVICE, 0L)));
        awaitTable(worker, table -> table.endpoints().size() == 1);
        run(B);
        until(() -> worker.updates(OverlayUpdate.RoutesChanged.class).stream()
                .anyMatch(change -> change.present().stream()
                        .anyMatch(endpoint -> endpoint.instance().equals(B))));
        worker.report(A, Status.DEAD);
        until(() -> worker.updates(OverlayUpdate.RoutesChanged.class).stream()
                .anyMatch(change -> change.gone().equals(List.of(A))));
    }

    @Test
    void tellsItsWorkersThatAServiceIsNoMore() {
        var worker = worker("w1");
        run(A);
        worker.ask(new OverlayRequest.Interested(Map.of(SERVICE, 0L)));
        awaitTable(worker, table -> table.endpoints().size() == 1);
        root.say(new OverlayUpdate.Gone(List.of(SERVICE)));
        until(() -> worker.updates(OverlayUpdate.Gone.class).equals(List.of(new OverlayUpdate.Gone(List.of(SERVICE)))));
    }

    @Test
    void leadsNobodyToAnInstanceAnyMoreBeforeItStopsIt() {
        var worker = worker("w1");
        run(A);
        worker.ask(new OverlayRequest.Interested(Map.of(SERVICE, 0L)));
        awaitTable(worker, table -> table.endpoints().size() == 1);
        worker.forgetWhatWasHeard();
        root.stop(A);
        root.await1(Upward.Stopped.class);
        var heard = worker.heard(Downward.class).stream()
                .filter(message -> message instanceof Downward.Stop
                        || message instanceof Downward.Overlay(OverlayUpdate.RoutesChanged _))
                .toList();
        assertThat(heard.getFirst()).isInstanceOf(Downward.Overlay.class);
        assertThat(heard.getLast()).isInstanceOf(Downward.Stop.class);
    }

    @Test
    void waitsNotForEverForAWorkerThatInstallsNothing() {
        var worker = worker("w1");
        worker.applyNothing();
        run(A);
        worker.ask(new OverlayRequest.Interested(Map.of(SERVICE, 0L)));
        awaitTable(worker, table -> table.endpoints().size() == 1);
        root.stop(A);
        assertThat(root.await1(Upward.Stopped.class).instance()).isEqualTo(A);
        assertThat(worker.running()).isEmpty();
    }

    @Test
    void stopsWhatWasBeingWithdrawnWhenItWasRestarted() throws Exception {
        var worker = worker("w1");
        worker.applyNothing();
        run(A);
        worker.ask(new OverlayRequest.Interested(Map.of(SERVICE, 0L)));
        awaitTable(worker, table -> table.endpoints().size() == 1);
        root.stop(A);
        until(() -> worker.updates(OverlayUpdate.RoutesChanged.class).stream()
                .anyMatch(change -> change.gone().contains(A)));
        root.forgetWhatWasHeard();
        cluster.restart();
        worker.connect(cluster.member()).awaitWelcome();
        assertThat(root.await1(Upward.Stopped.class).instance()).isEqualTo(A);
    }

    @Test
    void takesAwayTheEndpointsOfALostWorkerAndAddsThemWhenItIsBack() {
        var lost = worker("w1");
        run(A);
        var other = worker("w2", new Resources(1_000, 32, 0, 0)); // it cannot take the instance
        other.ask(new OverlayRequest.Interested(Map.of(SERVICE, 0L)));
        awaitTable(other, table -> table.endpoints().size() == 1);
        lost.disconnect(cluster.member());
        until(() -> other.updates(OverlayUpdate.RoutesChanged.class).stream()
                .anyMatch(change -> change.gone().contains(A)));
        lost.connect(cluster.member());
        until(() -> other.updates(OverlayUpdate.RoutesChanged.class).getLast().present().stream()
                .anyMatch(endpoint -> endpoint.instance().equals(A)));
    }

    @Test
    void keepsTablesOverARestartWithoutAsking() throws Exception {
        var worker = worker("w1");
        run(A);
        worker.ask(new OverlayRequest.Interested(Map.of(SERVICE, 0L)));
        var before = awaitTable(worker, table -> table.endpoints().size() == 1);
        root.forgetWhatWasHeard();
        cluster.restart();
        worker.forgetWhatWasHeard();
        worker.connect(cluster.member());
        until(() -> !worker.heard(Downward.Welcome.class).isEmpty());
        worker.ask(new OverlayRequest.Interested(Map.of(SERVICE, before.version())));
        var after = awaitTable(worker, table -> !table.endpoints().isEmpty());
        assertThat(after.version()).isGreaterThan(before.version());
        assertThat(after.endpoints()).isEqualTo(before.endpoints());
        assertThat(worker.updates(OverlayUpdate.Routes.class).getFirst().complete())
                .isFalse();
    }

    @Test
    void asksTheRootForWhatItDoesNotKnowAndRemembersThatNobodyHasIt() {
        var worker = worker("w1");
        worker.ask(new OverlayRequest.Resolve(Question.ofAnybody("10.30.9.9")));
        root.awaitOverlay(OverlayRequest.Resolve.class, resolve -> resolve.key().equals("10.30.9.9"));
        root.say(new OverlayUpdate.NoRoutes(Question.ofAnybody("10.30.9.9")));
        until(() -> worker.updates(OverlayUpdate.NoRoutes.class).size() == 1);
        worker.ask(new OverlayRequest.Resolve(Question.ofAnybody("10.30.9.9")));
        until(() -> worker.updates(OverlayUpdate.NoRoutes.class).size() == 2);
        assertThat(root.overlay(OverlayRequest.Resolve.class)).hasSize(1);
    }

    @Test
    void answersThatNobodyHasItWhenTheRootSaysNothing() {
        var worker = worker("w1");
        worker.ask(new OverlayRequest.Resolve(Question.ofAnybody("10.30.9.9")));
        until(() -> worker.updates(OverlayUpdate.NoRoutes.class).size() == 1);
    }

    @Test
    void bringsTheTableOfAServiceThatRunsInAnotherCluster() {
        var worker = worker("w1");
        worker.ask(new OverlayRequest.Resolve(Question.ofAnybody(ADDRESS)));
        root.awaitOverlay(OverlayRequest.Resolve.class, _ -> true);
        root.say(new OverlayUpdate.Resolved(Question.ofAnybody(ADDRESS), SERVICE));
        root.awaitOverlay(
                OverlayRequest.Interested.class, wanted -> wanted.services().containsKey(SERVICE));
        root.say(foreign(1, RouteSamples.endpoint(4, OTHER)));
        var table = awaitTable(worker, _ -> true);
        assertThat(table.endpoints()).containsExactly(RouteSamples.endpoint(4, OTHER));
        worker.ask(new OverlayRequest.Uninterested(List.of(SERVICE)));
        root.awaitOverlay(
                OverlayRequest.Uninterested.class, gone -> gone.services().contains(SERVICE));
    }

    @Test
    void saysItsInterestAgainWhenTheRootComesBackAndKeepsTheTablesMeanwhile() {
        var worker = worker("w1");
        worker.ask(new OverlayRequest.Interested(Map.of(SERVICE, 0L)));
        root.awaitOverlay(OverlayRequest.Interested.class, _ -> true);
        root.say(foreign(5, RouteSamples.endpoint(4, OTHER)));
        awaitTable(worker, table -> table.endpoints().size() == 1);
        root.goAway();
        root.forgetWhatWasHeard();
        worker.forgetWhatWasHeard();
        root.comeBack();
        root.awaitOverlay(
                OverlayRequest.Interested.class, wanted -> wanted.services().equals(Map.of(SERVICE, 5L)));
        assertThat(worker.updates(OverlayUpdate.Routes.class)).isEmpty();
        assertThat(worker.updates(OverlayUpdate.RoutesChanged.class)).isEmpty();
    }

    @Test
    void tellsTheRootItsEndpointsWhileTheRootWantsThem() {
        var worker = worker("w1");
        run(A);
        root.say(new OverlayUpdate.EndpointsWanted(List.of(SERVICE)));
        var first = root.awaitOverlay(
                OverlayRequest.Endpoints.class, said -> said.endpoints().size() == 1);
        worker.report(A, Status.DEAD);
        var second = root.awaitOverlay(
                OverlayRequest.Endpoints.class, said -> said.endpoints().isEmpty());
        assertThat(second.version()).isGreaterThan(first.version());
    }

    @Test
    void relaysASubnetAndGivesItAgainWhileTheRootIsAway() {
        var worker = worker("w1");
        var id = new WorkerId(worker.id());
        worker.ask(new OverlayRequest.SubnetWanted(id, Optional.empty()));
        root.awaitOverlay(
                OverlayRequest.SubnetWanted.class, wanted -> wanted.worker().equals(id));
        root.say(new OverlayUpdate.SubnetGiven(id, subnet(1)));
        until(() ->
                worker.updates(OverlayUpdate.SubnetGiven.class).contains(new OverlayUpdate.SubnetGiven(id, subnet(1))));
        root.goAway();
        worker.forgetWhatWasHeard();
        worker.ask(new OverlayRequest.SubnetWanted(id, Optional.of(subnet(1))));
        until(() ->
                worker.updates(OverlayUpdate.SubnetGiven.class).contains(new OverlayUpdate.SubnetGiven(id, subnet(1))));
        root.comeBack();
    }

    @Test
    void tellsAllWorkersAndTheRootWhereAWorkerIs() {
        var first = located("w1", 1);
        var second = located("w2", 2);
        until(() -> knows(first, second) && knows(second, first) && knows(second, second));
        root.awaitOverlay(
                OverlayRequest.Here.class, here -> here.worker().value().equals(second.id()));
        var foreign =
                new Peer(RouteSamples.worker(9), OTHER, "192.0.2.9", Peer.DEFAULT_PORT, subnet(9), Coordinate.ORIGIN);
        root.say(new OverlayUpdate.Peers(List.of(foreign), List.of()));
        until(() -> first.updates(OverlayUpdate.Peers.class).stream()
                .anyMatch(peers -> peers.present().contains(foreign)));
        root.say(new OverlayUpdate.Peers(List.of(), List.of(foreign.worker())));
        until(() -> first.updates(OverlayUpdate.Peers.class).stream()
                .anyMatch(peers -> peers.gone().contains(foreign.worker())));
    }

    @Test
    void believesNoWorkerThatSaysToHaveTheSubnetOfAnother() {
        var first = located("w1", 1);
        var second = located("w2", 2);
        until(() -> knows(first, second));
        root.forgetWhatWasHeard();
        second.ask(
                new OverlayRequest.Here(new WorkerId(second.id()), "192.0.2.66", 50_103, subnet(1), Coordinate.ORIGIN));
        second.ask(new OverlayRequest.Here(
                new WorkerId(second.id()), "not an address", 50_103, subnet(2), Coordinate.ORIGIN));
        second.ask(
                new OverlayRequest.Here(new WorkerId(second.id()), "192.0.2.2", 50_104, subnet(2), Coordinate.ORIGIN));
        root.awaitOverlay(OverlayRequest.Here.class, here -> here.port() == 50_104);
        assertThat(root.overlay(OverlayRequest.Here.class)).hasSize(1);
    }

    @Test
    void tellsHowBusyAnInstanceIsWhenThatIsNews() {
        var worker = worker("w1");
        run(A);
        worker.ask(new OverlayRequest.Interested(Map.of(SERVICE, 0L)));
        awaitTable(worker, table -> table.endpoints().size() == 1);
        worker.send(new Upward.Used(List.of(new Usage(A, 55, 1, 1))));
        worker.send(new Upward.Used(List.of(new Usage(A, 60, 1, 1))));
        until(() -> worker.updates(OverlayUpdate.RoutesChanged.class).stream()
                .anyMatch(change -> change.present().stream().anyMatch(endpoint -> endpoint.cpuPercent() == 55)));
        assertThat(worker.updates(OverlayUpdate.RoutesChanged.class)).hasSize(1);
    }

    private static boolean knows(ScriptedWorker worker, ScriptedWorker other) {
        return worker.updates(OverlayUpdate.Peers.class).stream()
                .flatMap(peers -> peers.present().stream())
                .anyMatch(peer -> peer.worker().value().equals(other.id()));
    }

    private ScriptedWorker located(String name, int number) {
        var worker = worker(name);
        var id = new WorkerId(worker.id());
        worker.ask(new OverlayRequest.SubnetWanted(id, Optional.empty()));
        root.awaitOverlay(
                OverlayRequest.SubnetWanted.class, wanted -> wanted.worker().equals(id));
        root.say(new OverlayUpdate.SubnetGiven(id, subnet(number)));
        worker.ask(
                new OverlayRequest.Here(id, "192.0.2." + number, Peer.DEFAULT_PORT, subnet(number), Coordinate.ORIGIN));
        root.awaitOverlay(
                OverlayRequest.Here.class,
                here -> here.worker().equals(id) && here.name().equals(Optional.of(name)));
        return worker;
    }

    private static NodeSubnet subnet(int number) {
        return new NodeSubnet(
                Optional.of(Ipv4Address.parse("10.18.%d.0".formatted(number))),
                Ipv6Address.parse("fc00::%x00".formatted(number)));
    }

    private static OverlayUpdate foreign(long version, Endpoint... endpoints) {
        return new OverlayUpdate.Routes(
                RouteTable.of(RouteSamples.ABOUT, version, List.of(endpoints)), 1, 1, Set.of(OTHER), true);
    }

    private void run(InstanceId instance) {
        root.deploy(assignment(instance));
        root.awaitStatus(instance, Status.RUNNING);
    }

    private RouteTable awaitTable(ScriptedWorker worker, java.util.function.Predicate<RouteTable> which) {
        until(() -> worker.updates(OverlayUpdate.Routes.class).stream()
                .map(OverlayUpdate.Routes::table)
                .anyMatch(which));
        return worker.updates(OverlayUpdate.Routes.class).stream()
                .map(OverlayUpdate.Routes::table)
                .filter(which)
                .toList()
                .getLast();
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE).until(condition);
    }

    private ScriptedWorker worker(String name) {
        return worker(name, new Resources(1_000, 1_024, 0, 0));
    }

    private ScriptedWorker worker(String name, Resources capacity) {
        return new ScriptedWorker(name, capacity)
                .withAddresses("10.18.0.2", "fc00::2")
                .connect(cluster.member())
                .awaitWelcome();
    }

    private static Assignment assignment(InstanceId instance) {
        return assignment(instance, "Admin", "a", RouteSamples.pair(ADDRESS, "fdff:2000::1"));
    }

    private static Assignment assignment(
            InstanceId instance, String account, String application, AddressPair roundRobin) {
        var own = new AddressPair(Optional.of(Ipv4Address.parse("10.30.1." + instance.number())), Optional.empty());
        return new Assignment(
                instance,
                new Fence(1, 0, 0),
                Descriptors.service(),
                0,
                Optional.of(new Addressing(
                        new ApplicationId(application.repeat(24)),
                        Map.of("rr", roundRobin),
                        own,
                        Optional.of(account))));
    }
}
