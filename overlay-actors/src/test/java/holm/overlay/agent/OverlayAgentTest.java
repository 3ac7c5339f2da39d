package holm.overlay.agent;

import static holm.overlay.agent.Tables.ADDRESS;
import static holm.overlay.agent.Tables.CLOSEST;
import static holm.overlay.agent.Tables.HERE;
import static holm.overlay.agent.Tables.SELF;
import static holm.overlay.agent.Tables.SERVICE;
import static holm.overlay.agent.Tables.SUBNET;
import static holm.overlay.agent.Tables.THERE;
import static holm.overlay.agent.Tables.endpoint;
import static holm.overlay.agent.Tables.isolated;
import static holm.overlay.agent.Tables.namespaceAddress;
import static holm.overlay.agent.Tables.peer;
import static holm.overlay.agent.Tables.routes;
import static holm.overlay.agent.Tables.table;
import static holm.overlay.agent.Tables.whole;
import static holm.overlay.agent.Tables.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.AddressPair;
import holm.domain.address.NodeSubnet;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.route.Peer;
import holm.domain.route.Question;
import holm.domain.route.RouteTable;
import holm.overlay.balance.BalancingPolicies;
import holm.overlay.balance.Target;
import holm.overlay.testing.NoProber;
import holm.overlay.testing.RecordingPlane;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The worker's end of the overlay over a data plane without a kernel; the test is its cluster. */
class OverlayAgentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final ServiceId OTHER = new ServiceId("6b0841d17b19152143000099");

    private final ActorTestKit kit = ActorTestKit.create();
    private final RecordingPlane plane = new RecordingPlane();
    private final Memory memory = new Memory();
    private final Counts counts = new Counts();
    private final List<OverlayRequest> said = new CopyOnWriteArrayList<>();
    private ActorRef<OverlayCommand> agent = kit.system().ignoreRef();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void asksForASubnetAndSaysWhereItIsOnceItHasOne() {
        start();
        agent.tell(new OverlayCommand.Connected(SELF));
        until(() -> said(OverlayRequest.SubnetWanted.class)
                .equals(List.of(new OverlayRequest.SubnetWanted(SELF, Optional.empty()))));
        update(new OverlayUpdate.SubnetGiven(SELF, SUBNET));
        until(() -> said(OverlayRequest.Here.class).size() == 1);
        var here = said(OverlayRequest.Here.class).getFirst();
        assertThat(here.subnet()).isEqualTo(SUBNET);
        assertThat(here.underlay()).isEqualTo(RecordingPlane.UNDERLAY.address());
        assertThat(plane.subnet()).contains(SUBNET);
        assertThat(memory.subnet).contains(SUBNET);
    }

    @Test
    void asksForItsSubnetUntilItIsGiven() {
        start();
        agent.tell(new OverlayCommand.Connected(SELF));
        until(() -> said(OverlayRequest.SubnetWanted.class).size() >= 2);
    }

    @Test
    void asksAgainForTheSubnetThatItHasWhenNobodyConfirmsIt() {
        open();
        agent.tell(new OverlayCommand.Connected(SELF));
        var again = new OverlayRequest.SubnetWanted(SELF, Optional.of(SUBNET));
        until(() -> said(OverlayRequest.SubnetWanted.class).stream()
                        .filter(again::equals)
                        .count()
                >= 2);
        assertThat(plane.isPaused()).as("what is remembered is good").isFalse();
    }

    @Test
    void underAnotherIdLetsNobodyNewInUntilTheClusterSaysWhichSubnetItHas() {
        open();
        assertThat(memory.holder).contains(SELF);
        agent.tell(new OverlayCommand.Connected(worker(9)));
        until(plane::isPaused);
        until(() -> said(OverlayRequest.SubnetWanted.class).stream()
                        .filter(new OverlayRequest.SubnetWanted(worker(9), Optional.of(SUBNET))::equals)
                        .count()
                >= 2);
        assertThat(plane.isPaused()).isTrue();
        update(new OverlayUpdate.SubnetGiven(worker(9), SUBNET));
        until(() -> !plane.isPaused());
        until(() -> memory.holder.equals(Optional.of(worker(9))));
    }

    @Test
    void noticesAfterARestartThatItHadItsSubnetUnderAnotherId() {
        memory.remembered = new OverlayMemory.Remembered(
                Optional.of(new OverlayMemory.Subnet(SUBNET, Optional.of(SELF))), List.of(), List.of());
        agent = kit.spawn(OverlayAgent.create(equipment(), Optional.of(worker(9)), said::add));
        until(plane::isPaused);
        agent.tell(new OverlayCommand.Connected(worker(9)));
        until(() -> said(OverlayRequest.SubnetWanted.class).size() >= 2);
        assertThat(plane.subnet()).isEmpty();
        assertThat(plane.isPaused()).isTrue();
        update(new OverlayUpdate.SubnetGiven(worker(9), Tables.subnet(3)));
        until(() -> plane.subnet().equals(Optional.of(Tables.subnet(3))));
        assertThat(plane.isPaused()).isFalse();
    }

    @Test
    void takesNoSubnetOfSomebodyElse() {
        open();
        update(new OverlayUpdate.SubnetGiven(worker(2), Tables.subnet(2)));
        agent.tell(new OverlayCommand.Connected(SELF));
        until(() -> said(OverlayRequest.SubnetWanted.class)
                .contains(new OverlayRequest.SubnetWanted(SELF, Optional.of(SUBNET))));
        assertThat(plane.subnet()).contains(SUBNET);
    }

    @Test
    void movesToAnotherSubnetWhenNothingHasAddressesOfTheOldOneAndSaysWhereItIsThen() {
        hostWith(routes(7, endpoint(0, HERE, SELF)));
        plane.inUse(true);
        said.clear();
        agent.tell(new OverlayCommand.Connected(worker(9)));
        until(() -> said.contains(new OverlayRequest.SubnetWanted(worker(9), Optional.of(SUBNET))));
        update(new OverlayUpdate.SubnetGiven(worker(9), Tables.subnet(3)));
        until(() -> counts.failures > 0);
        assertThat(memory.subnet).as("what runs is found with the old one").contains(SUBNET);
        update(routes(8, endpoint(0, HERE, SELF)));
        until(() -> said.contains(new OverlayRequest.Applied(SERVICE, 8)));
        plane.inUse(false);
        until(() -> said(OverlayRequest.Here.class).stream()
                .anyMatch(here ->
                        here.subnet().equals(Tables.subnet(3)) && here.worker().equals(worker(9))));
        assertThat(plane.subnet()).contains(Tables.subnet(3));
        assertThat(memory.subnet).contains(Tables.subnet(3));
    }

    @Test
    void installsATableForAPacketThatMissedAndLetsThePacketGoOn() {
        open();
        plane.miss(ADDRESS);
        until(() -> said.contains(new OverlayRequest.Resolve(Question.ofAnybody(ADDRESS))));
        update(new OverlayUpdate.Resolved(Question.ofAnybody(ADDRESS), SERVICE));
        update(routes(7, endpoint(0, HERE, SELF)));
        until(() -> plane.resolvedAddresses().equals(List.of(ADDRESS)));
        assertThat(plane.destination(ADDRESS).orElseThrow().targets())
                .containsExactly(new Target(namespaceAddress(0), 1));
        until(() -> said.contains(new OverlayRequest.Applied(SERVICE, 7)));
        assertThat(counts.found).hasSize(1);
        until(() -> memory.tables.containsKey(SERVICE));
    }

    @Test
    void asksOnceForAnAddressThatManyPacketsMiss() {
        open();
        for (var packet = 0; packet < 5; packet++) {
            plane.miss(ADDRESS);
        }
        plane.miss("10.30.9.9");
        until(() -> said.contains(new OverlayRequest.Resolve(Question.ofAnybody("10.30.9.9"))));
        assertThat(said(OverlayRequest.Resolve.class)).hasSize(2);
    }

    @Test
    void refusesAnAddressThatNobodyHas() {
        open();
        plane.miss(ADDRESS);
        until(() -> said.contains(new OverlayRequest.Resolve(Question.ofAnybody(ADDRESS))));
        update(new OverlayUpdate.NoRoutes(Question.ofAnybody(ADDRESS)));
        until(() -> plane.unknownAddresses().equals(List.of(ADDRESS)));
        assertThat(counts.unknown).hasSize(1);
    }

    @Test
    void refusesAnAddressThatTheClusterSaysNothingAbout() {
        open();
        plane.miss(ADDRESS);
        until(() -> plane.unknownAddresses().equals(List.of(ADDRESS)));
    }

    @Test
    void refusesUnknownAddressesAtOnceWhileTheClusterIsAway() {
        open();
        plane.miss(ADDRESS);
        until(() -> said.contains(new OverlayRequest.Resolve(Question.ofAnybody(ADDRESS))));
        agent.tell(new OverlayCommand.Disconnected());
        plane.miss("10.30.9.9");
        until(() -> plane.unknownAddresses().equals(List.of(ADDRESS, "10.30.9.9")));
        assertThat(said(OverlayRequest.Resolve.class)).hasSize(1);
    }

    @Test
    void findsANameForWhoeverAsksAndAnswersTheNextTimeAtOnce() {
        open();
        var answers = new CopyOnWriteArrayList<Optional<RouteTable>>();
        agent.tell(new OverlayCommand.LookUp(Question.ofAnybody("app.ns.web.ns"), answers::add));
        until(() -> said.contains(new OverlayRequest.Resolve(Question.ofAnybody("app.ns.web.ns"))));
        update(new OverlayUpdate.Resolved(Question.ofAnybody("app.ns.web.ns"), SERVICE));
        update(routes(7, endpoint(0, HERE, SELF)));
        until(() -> answers.size() == 1);
        agent.tell(new OverlayCommand.LookUp(Question.ofAnybody("app.ns.web.ns"), answers::add));
        until(() -> answers.size() == 2);
        assertThat(answers).containsOnly(Optional.of(table(7, endpoint(0, HERE, SELF))));
        assertThat(said(OverlayRequest.Resolve.class)).hasSize(1);
    }

    @Test
    void findsForEachAskerTheServiceThatItsOwnAccountCallsSo() {
        var annsClient = new ServiceId("6b0841d17b19152143000001");
        var bobsClient = new ServiceId("6b0841d17b19152143000002");
        open();
        agent.tell(new OverlayCommand.Hosts(Set.of(annsClient, bobsClient, SERVICE)));
        update(whole(Tables.of("Ann", annsClient, "client")));
        update(whole(Tables.of("Bob", bobsClient, "client")));
        update(whole(Tables.of("Ann", SERVICE, "web")));
        until(() -> said(OverlayRequest.Applied.class).size() == 3);
        var answers = new CopyOnWriteArrayList<Optional<ServiceId>>();
        lookUp(new Question("app.ns.web.ns", Optional.of(annsClient)), answers);
        until(() -> answers.equals(List.of(Optional.of(SERVICE))));
        assertThat(said(OverlayRequest.Resolve.class)).isEmpty();
        var bobs = new Question("app.ns.web.ns", Optional.of(bobsClient));
        lookUp(bobs, answers);
        until(() -> said.contains(new OverlayRequest.Resolve(bobs)));
        update(new OverlayUpdate.Resolved(bobs, OTHER));
        update(whole(Tables.of("Bob", OTHER, "web")));
        until(() -> answers.equals(List.of(Optional.of(SERVICE), Optional.of(OTHER))));
    }

    private void lookUp(Question question, List<Optional<ServiceId>> answers) {
        agent.tell(new OverlayCommand.LookUp(question, table -> answers.add(table.map(RouteTable::service))));
    }

    @Test
    void wantsTheTablesOfItsOwnInstances() {
        open();
        agent.tell(new OverlayCommand.Hosts(Set.of(SERVICE)));
        until(() -> said.contains(new OverlayRequest.Interested(Map.of(SERVICE, 0L))));
    }

    @Test
    void admitsWhoeverJoinsTheApplicationOfAnIsolatedService() {
        var fellow = new ServiceId("00000000000000000000fe11");
        hostWith(whole(isolated(SERVICE, 7, Optional.of(Set.of(SERVICE, fellow)), endpoint(0, HERE, SELF))));
        until(() -> said.contains(new OverlayRequest.Interested(Map.of(fellow, 0L))));
        assertThat(admitted()).containsExactly(endpoint(0, HERE, SELF).namespaceAddresses());
        var joined = endpoint(1, THERE, worker(2));
        update(whole(table(fellow, 3, joined)));
        until(() -> admitted().contains(joined.namespaceAddresses()));
        plane.fail(true);
        update(whole(table(fellow, 4)));
        until(() -> counts.failures > 0);
        plane.fail(false);
        until(() -> !admitted().contains(joined.namespaceAddresses()));
        agent.tell(new OverlayCommand.Hosts(Set.of()));
        until(() -> plane.installed(SERVICE).orElseThrow().clients().isEmpty());
    }

    private Set<AddressPair> admitted() {
        return plane.installed(SERVICE).orElseThrow().clients().orElseThrow();
    }

    @Test
    void dropsTheTableOfAServiceThatIsNoMore() {
        open();
        plane.miss(ADDRESS);
        update(new OverlayUpdate.Resolved(Question.ofAnybody(ADDRESS), SERVICE));
        update(routes(7, endpoint(0, HERE, SELF)));
        until(() -> plane.resolvedAddresses().equals(List.of(ADDRESS)));
        update(new OverlayUpdate.Gone(List.of(SERVICE)));
        until(() -> said.contains(new OverlayRequest.Uninterested(List.of(SERVICE))));
        until(() -> plane.destination(ADDRESS).isEmpty());
        // Whoever has the address next is asked for.
        plane.miss(ADDRESS);
        until(() -> said(OverlayRequest.Resolve.class).size() == 2);
    }

    @Test
    void keepsTheTableOfAServiceThatIsNoMoreWhileAnInstanceIsHere() {
        hostWith(routes(7, endpoint(0, HERE, SELF)));
        update(new OverlayUpdate.Gone(List.of(SERVICE)));
        update(routes(8, endpoint(0, HERE, SELF)));
        until(() -> said.contains(new OverlayRequest.Applied(SERVICE, 8)));
        assertThat(said(OverlayRequest.Uninterested.class)).isEmpty();
        agent.tell(new OverlayCommand.Hosts(Set.of()));
        until(() -> said.contains(new OverlayRequest.Uninterested(List.of(SERVICE))));
    }

    @Test
    void takesManyTablesAwayTogetherAndSaysSoInFramesThatFit() {
        open();
        var many = IntStream.range(0, 1_500)
                .mapToObj(number -> new ServiceId("%024x".formatted(number)))
                .toList();
        agent.tell(new OverlayCommand.Hosts(Set.copyOf(many)));
        update(new OverlayUpdate.Gone(many));
        agent.tell(new OverlayCommand.Hosts(Set.of()));
        until(() -> said(OverlayRequest.Uninterested.class).size() == 2);
        assertThat(said(OverlayRequest.Uninterested.class))
                .extracting(left -> left.services().size())
                .containsExactly(1_000, 500);
        until(() -> plane.removals().equals(List.of(Set.copyOf(many))));
    }

    @Test
    void followsChangesAndNamesWhoIsGone() {
        hostWith(routes(7, endpoint(0, HERE, SELF), endpoint(1, HERE, SELF)));
        update(new OverlayUpdate.RoutesChanged(
                SERVICE,
                7,
                9,
                List.of(endpoint(2, HERE, SELF)),
                List.of(endpoint(0, HERE, SELF).instance())));
        until(() -> said.contains(new OverlayRequest.Applied(SERVICE, 9)));
        var last = plane.history().getLast();
        assertThat(last.table()).isEqualTo(table(9, endpoint(1, HERE, SELF), endpoint(2, HERE, SELF)));
        assertThat(last.gone()).containsExactly(endpoint(0, HERE, SELF));
    }

    @Test
    void asksForTheWholeTableOnceWhenAChangeDoesNotFollow() {
        hostWith(routes(7, endpoint(0, HERE, SELF)));
        said.clear();
        update(new OverlayUpdate.RoutesChanged(SERVICE, 8, 9, List.of(), List.of()));
        update(new OverlayUpdate.RoutesChanged(SERVICE, 9, 10, List.of(), List.of()));
        until(() -> said.contains(new OverlayRequest.Interested(Map.of(SERVICE, 0L))));
        update(routes(10, endpoint(1, HERE, SELF)));
        until(() -> said.contains(new OverlayRequest.Applied(SERVICE, 10)));
        assertThat(said(OverlayRequest.Interested.class)).hasSize(1);
        assertThat(plane.installed(SERVICE).orElseThrow().table().endpoints()).containsExactly(endpoint(1, HERE, SELF));
    }

    @Test
    void installsNothingAgainWhenOnlyTheVersionIsAnother() {
        hostWith(routes(7, endpoint(0, HERE, SELF)));
        update(routes(8, endpoint(0, HERE, SELF)));
        until(() -> said.contains(new OverlayRequest.Applied(SERVICE, 8)));
        assertThat(plane.history()).hasSize(1);
    }

    @Test
    void saysEverythingAgainInANewSessionWithTheVersionsThatItHas() {
        hostWith(routes(7, endpoint(0, HERE, SELF)));
        agent.tell(new OverlayCommand.Disconnected());
        said.clear();
        agent.tell(new OverlayCommand.Connected(SELF));
        until(() -> said.contains(new OverlayRequest.Interested(Map.of(SERVICE, 7L))));
        assertThat(said(OverlayRequest.Here.class)).hasSize(1);
        assertThat(said(OverlayRequest.SubnetWanted.class))
                .containsOnly(new OverlayRequest.SubnetWanted(SELF, Optional.of(SUBNET)));
        assertThat(plane.installed(SERVICE)).isPresent();
    }

    @Test
    void hasItsTablesAtOnceAfterARestartWithoutItsCluster() {
        memory.remembered = new OverlayMemory.Remembered(
                Optional.of(new OverlayMemory.Subnet(SUBNET, Optional.of(SELF))),
                List.of(peer(1), peer(2)),
                List.of(table(7, endpoint(0, HERE, worker(2)))));
        agent = kit.spawn(OverlayAgent.create(equipment(), Optional.of(SELF), said::add));
        until(() -> plane.destination(ADDRESS).isPresent());
        assertThat(plane.subnet()).contains(SUBNET);
        assertThat(plane.peers()).containsExactly(peer(2));
        plane.miss(ADDRESS);
        until(() -> plane.resolvedAddresses().contains(ADDRESS));
        assertThat(said).isEmpty();
    }

    @Test
    void triesAgainWhatTheDataPlaneCouldNotDo() {
        plane.fail(true);
        start();
        agent.tell(new OverlayCommand.Connected(SELF));
        update(new OverlayUpdate.SubnetGiven(SELF, SUBNET));
        until(() -> counts.failures > 0);
        plane.fail(false);
        until(() -> said(OverlayRequest.Here.class).size() == 1);
        plane.fail(true);
        var failures = counts.failures;
        agent.tell(new OverlayCommand.Hosts(Set.of(SERVICE)));
        update(routes(7, endpoint(0, HERE, SELF)));
        until(() -> counts.failures > failures);
        assertThat(said(OverlayRequest.Applied.class)).isEmpty();
        plane.fail(false);
        until(() -> said.contains(new OverlayRequest.Applied(SERVICE, 7)));
    }

    @Test
    void tunnelsToANewWorkerOnceTheDataPlaneWorksAgain() {
        open();
        plane.fail(true);
        update(new OverlayUpdate.Peers(List.of(peer(1), peer(2)), List.of()));
        until(() -> counts.failures > 0);
        plane.fail(false);
        until(() -> plane.peers().equals(List.of(peer(2))));
    }

    @Test
    void takesATableAwayOnceTheDataPlaneWorksAgain() {
        hostWith(routes(7, endpoint(0, HERE, SELF)));
        plane.fail(true);
        update(new OverlayUpdate.Gone(List.of(SERVICE)));
        agent.tell(new OverlayCommand.Hosts(Set.of()));
        until(() -> counts.failures > 0);
        plane.fail(false);
        until(() -> plane.destination(ADDRESS).isEmpty());
    }

    @Test
    void keepsATableThatIsWantedAgainWhileTheDataPlaneIsBusy() {
        hostWith(routes(7, endpoint(0, HERE, SELF)));
        plane.hold();
        update(new OverlayUpdate.Peers(List.of(peer(1), peer(2)), List.of()));
        agent.tell(new OverlayCommand.Hosts(Set.of(SERVICE, OTHER)));
        update(new OverlayUpdate.Routes(table(OTHER, 1), 1, 1, Set.of(HERE), true));
        update(new OverlayUpdate.Gone(List.of(SERVICE)));
        agent.tell(new OverlayCommand.Hosts(Set.of(OTHER)));
        until(() -> said.contains(new OverlayRequest.Uninterested(List.of(SERVICE))));
        agent.tell(new OverlayCommand.Hosts(Set.of(SERVICE, OTHER)));
        update(routes(8, endpoint(1, HERE, SELF)));
        agent.tell(new OverlayCommand.Missed("10.30.9.9"));
        until(() -> said.contains(new OverlayRequest.Resolve(Question.ofAnybody("10.30.9.9")))); // all of it was heard
        update(new OverlayUpdate.NoRoutes(Question.ofAnybody("10.30.9.9")));
        plane.letGo();
        until(() -> plane.unknownAddresses().equals(List.of("10.30.9.9"))); // all of it was done
        assertThat(plane.installed(SERVICE).orElseThrow().table().version()).isEqualTo(8);
    }

    @Test
    void servesATableThatAFullDiskDoesNotTake() {
        open();
        memory.isFull = true;
        plane.miss(ADDRESS);
        update(new OverlayUpdate.Resolved(Question.ofAnybody(ADDRESS), SERVICE));
        update(routes(7, endpoint(0, HERE, SELF)));
        until(() -> plane.resolvedAddresses().equals(List.of(ADDRESS)));
        until(() -> said.contains(new OverlayRequest.Applied(SERVICE, 7)));
        assertThat(plane.history()).hasSize(1);
    }

    @Test
    void keepsNoTableThatNobodyHereWants() {
        open();
        update(routes(7, endpoint(0, HERE, SELF)));
        until(() -> said.contains(new OverlayRequest.Uninterested(List.of(SERVICE))));
        assertThat(plane.installed(SERVICE)).isEmpty();
        assertThat(counts.tables).isZero();
    }

    @Test
    void tunnelsToAllOthersAndForgetsWhoIsGone() {
        open();
        update(new OverlayUpdate.Peers(List.of(peer(1), peer(2), peer(3)), List.of()));
        until(() -> plane.peers().equals(List.of(peer(2), peer(3))));
        update(new OverlayUpdate.Peers(List.of(), List.of(worker(3))));
        until(() -> plane.peers().equals(List.of(peer(2))));
    }

    @Test
    void choosesTheNearestAndFollowsWhatIsMeasured() {
        open();
        update(new OverlayUpdate.Peers(List.of(peer(1), peer(2), peer(3)), List.of()));
        measured(2, 5);
        measured(3, 50);
        agent.tell(new OverlayCommand.Hosts(Set.of(SERVICE)));
        update(routes(7, endpoint(0, HERE, worker(2)), endpoint(1, HERE, worker(3))));
        until(() -> leadsTo(CLOSEST, 0));
        for (var probe = 0; probe < 5; probe++) {
            measured(2, 90);
        }
        until(() -> leadsTo(CLOSEST, 1));
    }

    @Test
    void keepsWhatARestartedClusterHasNotHeardOfYet() {
        hostWith(routes(7, endpoint(0, HERE, SELF), endpoint(1, THERE, worker(2))));
        update(new OverlayUpdate.Routes(table(9, endpoint(2, HERE, SELF)), 1, 1, Set.of(HERE), false));
        until(() -> said.contains(new OverlayRequest.Applied(SERVICE, 9)));
        assertThat(plane.installed(SERVICE).orElseThrow().table().endpoints())
                .containsExactly(endpoint(1, THERE, worker(2)), endpoint(2, HERE, SELF));
    }

    private boolean leadsTo(String address, int number) {
        return plane.destination(address)
                .map(destination -> destination.targets().stream()
                        .map(Target::namespaceAddress)
                        .toList())
                .equals(Optional.of(List.of(namespaceAddress(number))));
    }

    private void measured(int worker, double millis) {
        agent.tell(new OverlayCommand.Measured(worker(worker), millis));
    }

    private void hostWith(OverlayUpdate.Routes routes) {
        open();
        agent.tell(new OverlayCommand.Hosts(Set.of(SERVICE)));
        update(routes);
        until(() ->
                said.contains(new OverlayRequest.Applied(SERVICE, routes.table().version())));
    }

    private void open() {
        start();
        agent.tell(new OverlayCommand.Connected(SELF));
        update(new OverlayUpdate.SubnetGiven(SELF, SUBNET));
        until(() -> said(OverlayRequest.Here.class).size() == 1);
    }

    private void start() {
        agent = kit.spawn(OverlayAgent.create(equipment(), Optional.empty(), said::add));
    }

    private OverlayAgent.Equipment equipment() {
        return new OverlayAgent.Equipment(
                memory.load(),
                plane,
                BalancingPolicies.found(),
                new NoProber(),
                memory,
                counts,
                InstantSource.system());
    }

    private void update(OverlayUpdate update) {
        agent.tell(new OverlayCommand.Update(update));
    }

    private <T extends OverlayRequest> List<T> said(Class<T> type) {
        return said.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE).until(condition);
    }

    private static final class Memory implements OverlayMemory {
        private final Map<ServiceId, RouteTable> tables = new ConcurrentHashMap<>();
        private volatile Optional<NodeSubnet> subnet = Optional.empty();
        private volatile Optional<WorkerId> holder = Optional.empty();
        private volatile boolean isFull;
        private Remembered remembered = Remembered.NOTHING;

        @Override
        public Remembered load() {
            return remembered;
        }

        @Override
        public void subnet(Subnet given) {
            subnet = Optional.of(given.subnet());
            holder = given.worker();
        }

        @Override
        public void peers(List<Peer> all) {}

        @Override
        public void table(RouteTable table) throws IOException {
            if (isFull) {
                throw new IOException("No space left on device");
            }
            tables.put(table.service(), table);
        }

        @Override
        public void forget(ServiceId service) {
            tables.remove(service);
        }
    }

    private static final class Counts implements OverlayGauges {
        private final List<Duration> found = new CopyOnWriteArrayList<>();
        private final List<Duration> unknown = new CopyOnWriteArrayList<>();
        private volatile int tables;
        private volatile int failures;

        @Override
        public void tables(int count) {
            tables = count;
        }

        @Override
        public void updated() {}

        @Override
        public void missed() {}

        @Override
        public void resolved(Duration took, boolean known) {
            (known ? found : unknown).add(took);
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        public void failed() {
            failures++;
        }
    }
}
