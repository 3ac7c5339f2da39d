package holm.root;

import static holm.root.RunningRoot.PATIENCE;
import static holm.root.RunningRoot.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.domain.ApplicationId;
import holm.domain.ClusterId;
import holm.domain.InstanceId;
import holm.domain.Resources;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.AddressPair;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import holm.domain.message.Assignment;
import holm.domain.message.Downward;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.message.Upward;
import holm.domain.route.Coordinate;
import holm.domain.route.Endpoint;
import holm.domain.route.Question;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables, subnets and peers between scripted clusters, through a whole root. */
class OverlayRelayTest {
    private static final ApplicationId APPLICATION = new ApplicationId("00000000000000000000000a");
    private static final WorkerId W1 = new WorkerId("000000000000000000000001");
    private static final WorkerId W2 = new WorkerId("000000000000000000000002");
    private static final Resources NO_ROOM = new Resources(100, 1, 0, 0);

    @TempDir
    Path directory;

    private RunningRoot root;

    @BeforeEach
    void start() throws Exception {
        root = new RunningRoot(directory);
    }

    @AfterEach
    void stop() {
        root.close();
    }

    @Test
    void tellsWhereAnInstanceIsReached() {
        try (var cluster = cluster("one")) {
            var assignment = deployed(cluster);
            var addressing = assignment.addressing().orElseThrow();
            assertThat(addressing.application()).isEqualTo(APPLICATION);
            assertThat(addressing.service().get("rr").texts()).containsExactly("10.30.0.0", "fdff:2000::");
            assertThat(addressing.instance().texts()).hasSize(2);
        }
    }

    @Test
    void saysWhoseAnAddressOrANameIs() {
        try (var one = cluster("one");
                var other = cluster("two")) {
            var assignment = deployed(one);
            var service = assignment.instance().service();
            var own = assignment.addressing().orElseThrow().instance().texts().getFirst();
            for (var key : List.of("10.30.0.0", "fdff:2000::", "shop.test.web.test", own)) {
                assertThat(resolve(other, key)).isEqualTo(new OverlayUpdate.Resolved(Question.ofAnybody(key), service));
            }
            assertThat(resolve(other, "10.30.200.200"))
                    .isEqualTo(new OverlayUpdate.NoRoutes(Question.ofAnybody("10.30.200.200")));
        }
    }

    @Test
    void relaysTheEndpointsOfAnotherClusterAndTheirChanges() {
        try (var one = cluster("one");
                var other = cluster("two")) {
            var assignment = deployed(one);
            var service = assignment.instance().service();
            other.say(request(new OverlayRequest.Interested(Map.of(service, 0L))));
            routes(other, told -> !told.complete());
            expect(one, OverlayUpdate.EndpointsWanted.class);
            one.say(endpoints(service, 1, endpoint(assignment.instance(), one.id(), W1)));
            var routes = routes(other, OverlayUpdate.Routes::complete);
            assertThat(routes.table().endpoints()).containsExactly(endpoint(assignment.instance(), one.id(), W1));
            assertThat(routes.known()).containsExactly(one.id());
            assertThat(routes.complete()).isTrue();
            assertThat(routes.table().addresses().get("rr").texts()).contains("10.30.0.0");
            one.say(endpoints(service, 2));
            routes(other, told -> told.table().endpoints().isEmpty());
            other.say(request(new OverlayRequest.Uninterested(List.of(service))));
            assertThat(expect(one, OverlayUpdate.EndpointsUnwanted.class).services())
                    .containsExactly(service);
        }
    }

    @Test
    void saysThatAServiceIsNoMore() {
        try (var one = cluster("one")) {
            var service = service();
            one.say(request(new OverlayRequest.Interested(Map.of(service, 0L))));
            routes(one, OverlayUpdate.Routes::complete);
            join(root.services().delete(service));
            assertThat(expect(one, OverlayUpdate.Gone.class).services()).containsExactly(service);
            // Also to who was away when it went.
            one.say(request(new OverlayRequest.Interested(Map.of(service, 0L))));
            assertThat(expect(one, OverlayUpdate.Gone.class).services()).containsExactly(service);
        }
    }

    @Test
    void believesNoClusterThatSpeaksForAnother() {
        try (var one = cluster("one");
                var other = cluster("two")) {
            var assignment = deployed(one);
            var service = assignment.instance().service();
            other.say(request(new OverlayRequest.Interested(Map.of(service, 0L))));
            expect(one, OverlayUpdate.EndpointsWanted.class);
            routes(other, told -> !told.complete());
            one.say(endpoints(
                    service,
                    1,
                    endpoint(assignment.instance(), other.id(), W1),
                    endpoint(new InstanceId(service, 77), one.id(), W1)));
            assertThat(routes(other, OverlayUpdate.Routes::complete).table().endpoints())
                    .isEmpty();
        }
    }

    @Test
    void takesATableThatComesInPartsOnlyAsAWhole() {
        try (var one = cluster("one");
                var other = cluster("two")) {
            var assignment = deployed(one);
            var service = assignment.instance().service();
            other.say(request(new OverlayRequest.Interested(Map.of(service, 0L))));
            expect(one, OverlayUpdate.EndpointsWanted.class);
            routes(other, told -> !told.complete());
            var mine = List.of(endpoint(assignment.instance(), one.id(), W1));
            one.say(request(new OverlayRequest.Endpoints(service, 1, 2, 2, mine, List.of())));
            one.say(request(new OverlayRequest.Endpoints(service, 2, 1, 2, mine, List.of())));
            one.say(request(new OverlayRequest.Endpoints(service, 2, 2, 2, List.of(), List.of())));
            assertThat(routes(other, OverlayUpdate.Routes::complete).table().endpoints())
                    .isEqualTo(mine);
        }
    }

    @Test
    void keepsWhatAClusterSaidWhileItIsAway() {
        try (var other = cluster("two")) {
            ServiceId service;
            try (var one = cluster("one")) {
                var assignment = deployed(one);
                service = assignment.instance().service();
                other.say(request(new OverlayRequest.Interested(Map.of(service, 0L))));
                expect(one, OverlayUpdate.EndpointsWanted.class);
                one.say(endpoints(service, 1, endpoint(assignment.instance(), one.id(), W1)));
                routes(other, told -> told.table().endpoints().size() == 1);
            }
            other.say(request(new OverlayRequest.Interested(Map.of(service, 0L))));
            var again = routes(other, _ -> true);
            assertThat(again.table().endpoints()).hasSize(1);
            assertThat(again.complete()).isTrue();
        }
    }

    @Test
    void saysAfterARestartThatItHasNotHeardOfAllYet() throws Exception {
        ServiceId service;
        try (var one = cluster("one")) {
            service = deployed(one).instance().service();
        }
        root.restart();
        try (var other = cluster("two")) {
            other.say(request(new OverlayRequest.Interested(Map.of(service, 5L))));
            var routes = routes(other, _ -> true);
            assertThat(routes.complete()).isFalse();
            assertThat(routes.known()).isEmpty();
        }
    }

    @Test
    void asksAgainInEachSession() {
        try (var other = cluster("two")) {
            ServiceId service;
            try (var one = cluster("one")) {
                service = deployed(one).instance().service();
                other.say(request(new OverlayRequest.Interested(Map.of(service, 0L))));
                expect(one, OverlayUpdate.EndpointsWanted.class);
            }
            try (var one = cluster("one")) {
                assertThat(expect(one, OverlayUpdate.EndpointsWanted.class).services())
                        .containsExactly(service);
            }
        }
    }

    @Test
    void tellsClustersOfEachOthersWorkers() {
        try (var one = cluster("one");
                var other = cluster("two")) {
            one.say(request(here(W1, 1)));
            var first = peers(other, told -> !told.present().isEmpty());
            assertThat(first.present().getFirst().worker()).isEqualTo(W1);
            assertThat(first.present().getFirst().cluster()).isEqualTo(one.id());
            try (var late = cluster("three")) {
                assertThat(peers(late, told -> !told.present().isEmpty()).present())
                        .isEqualTo(first.present());
            }
            other.say(request(here(W1, 9))); // which is none of its own
            one.say(request(here(W2, 1))); // which took over the subnet of the first one
            var moved = peers(other, _ -> true);
            assertThat(moved.present().getFirst().worker()).isEqualTo(W2);
            assertThat(moved.gone()).containsExactly(W1);
            one.say(request(new OverlayRequest.Left(List.of(W2))));
            assertThat(peers(other, _ -> true).gone()).containsExactly(W2);
        }
    }

    @Test
    void aNameOfTwoAccountsIsAlwaysTheSameOnesAndTheOthersOnceThatIsGone() {
        try (var one = cluster("one")) {
            var other = new ServiceId("fedcba98765432100123fe11");
            var service = service();
            join(root.services()
                    .create(
                            other,
                            new ApplicationId("00000000000000000000000b"),
                            "Eve",
                            Descriptors.simulated(),
                            Map.of()));
            var name = "shop.test.web.test";
            assertThat(resolve(one, name)).isEqualTo(new OverlayUpdate.Resolved(Question.ofAnybody(name), service));
            join(root.services().delete(service));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(resolve(one, name))
                            .isEqualTo(new OverlayUpdate.Resolved(Question.ofAnybody(name), other)));
        }
    }

    @Test
    void meansByANameTheServiceOfTheAskersAccount() {
        try (var one = cluster("one")) {
            var anns = new ServiceId("0123456789abcdef01230a01");
            var elseOfAnn = new ServiceId("0123456789abcdef01230a02");
            var elseOfBob = new ServiceId("0123456789abcdef01230b02");
            service();
            join(root.services().create(anns, application("a"), "Ann", Descriptors.simulated(), Map.of()));
            join(root.services().create(elseOfAnn, application("c"), "Ann", Descriptors.named("db"), Map.of()));
            join(root.services().create(elseOfBob, application("b"), "Bob", Descriptors.named("db"), Map.of()));
            var ofAnn = new Question("shop.test.web.test", Optional.of(elseOfAnn));
            assertThat(resolve(one, ofAnn)).isEqualTo(new OverlayUpdate.Resolved(ofAnn, anns));
            assertThat(routes(one, told -> told.table().service().equals(anns))
                            .table()
                            .account())
                    .contains("Ann");
            for (var stranger : List.of(elseOfBob, new ServiceId("0123456789abcdef012300ff"))) {
                var question = new Question("shop.test.web.test", Optional.of(stranger));
                assertThat(resolve(one, question)).isEqualTo(new OverlayUpdate.NoRoutes(question));
            }
        }
    }

    private static ApplicationId application(String digit) {
        return new ApplicationId(digit.repeat(24));
    }

    @Test
    void saysWhatInstancesWeighAlsoAfterARestart() throws Exception {
        try (var one = cluster("one")) {
            var assignment = deployed(one);
            var service = assignment.instance().service();
            one.say(request(new OverlayRequest.Interested(Map.of(service, 0L))));
            routes(one, told -> told.table().weights().equals(Optional.of(Map.of())));
            join(root.services().weigh(service, assignment.instance().number(), 0));
            routes(one, told -> told.table().weights().equals(Optional.of(Map.of(0, 0))));
        }
        root.restart();
        try (var one = cluster("one")) {
            var service = new ServiceId("0123456789abcdef01234567");
            one.say(request(new OverlayRequest.Interested(Map.of(service, 0L))));
            routes(one, told -> told.table().weights().equals(Optional.of(Map.of(0, 0))));
        }
    }

    @Test
    void saysWhichServicesAreInTheApplicationOfAnIsolatedOneAndWhatChanges() {
        try (var one = cluster("one")) {
            var isolated = new ServiceId("0123456789abcdef01234567");
            var fellow = new ServiceId("0123456789abcdef0123fe11");
            join(root.services().create(isolated, APPLICATION, "Admin", Descriptors.isolated(), Map.of()));
            one.say(request(new OverlayRequest.Interested(Map.of(isolated, 0L))));
            routes(one, told -> told.table().fellows().equals(Optional.of(Set.of(isolated))));
            join(root.services().create(fellow, APPLICATION, "Admin", Descriptors.named("db"), Map.of()));
            routes(one, told -> told.table().fellows().equals(Optional.of(Set.of(isolated, fellow))));
            join(root.services().delete(fellow));
            routes(one, told -> told.table().fellows().equals(Optional.of(Set.of(isolated))));
        }
    }

    private Assignment deployed(ScriptedCluster cluster) {
        var service = service();
        join(root.services().addInstance(service));
        var assignment = cluster.takesOne();
        cluster.runs(assignment);
        return assignment;
    }

    private static OverlayUpdate resolve(ScriptedCluster cluster, String key) {
        return resolve(cluster, Question.ofAnybody(key));
    }

    private static OverlayUpdate resolve(ScriptedCluster cluster, Question question) {
        cluster.say(request(new OverlayRequest.Resolve(question)));
        return expect(
                cluster,
                OverlayUpdate.class,
                update -> update instanceof OverlayUpdate.Resolved || update instanceof OverlayUpdate.NoRoutes);
    }

    private static OverlayUpdate.Routes routes(ScriptedCluster cluster, Predicate<OverlayUpdate.Routes> which) {
        return expect(cluster, OverlayUpdate.Routes.class, which);
    }

    private static OverlayUpdate.Peers peers(ScriptedCluster cluster, Predicate<OverlayUpdate.Peers> which) {
        return expect(cluster, OverlayUpdate.Peers.class, which);
    }

    private static <T extends OverlayUpdate> T expect(ScriptedCluster cluster, Class<T> type) {
        return expect(cluster, type, _ -> true);
    }

    private static <T extends OverlayUpdate> T expect(ScriptedCluster cluster, Class<T> type, Predicate<T> which) {
        while (true) {
            var update = cluster.expect(Downward.Overlay.class).update();
            if (type.isInstance(update) && which.test(type.cast(update))) {
                return type.cast(update);
            }
        }
    }

    private static Upward request(OverlayRequest request) {
        return new Upward.Overlay(request);
    }

    private static Upward endpoints(ServiceId service, long version, Endpoint... endpoints) {
        return request(new OverlayRequest.Endpoints(service, version, 1, 1, List.of(endpoints), List.of()));
    }

    private static Endpoint endpoint(InstanceId instance, ClusterId cluster, WorkerId worker) {
        return new Endpoint(
                instance,
                ScriptedCluster.started(new holm.domain.Fence(1, 0, 0)),
                cluster,
                worker,
                AddressPair.NONE,
                new AddressPair(Optional.of(Ipv4Address.parse("10.18.0.2")), Optional.empty()),
                100,
                0);
    }

    private static OverlayRequest here(WorkerId worker, int number) {
        var subnet = new NodeSubnet(
                Optional.of(Ipv4Address.parse("10.18.%d.0".formatted(number))),
                Ipv6Address.parse("fc00::%x00".formatted(number)));
        return new OverlayRequest.Here(worker, "192.0.2." + number, 50_103, subnet, Coordinate.ORIGIN);
    }

    /** Only the first one has room. */
    private ScriptedCluster cluster(String name) {
        return (name.equals("one") ? root.cluster(name) : root.cluster(name, NO_ROOM)).hello();
    }

    private ServiceId service() {
        var id = new ServiceId("0123456789abcdef01234567");
        join(root.services().create(id, APPLICATION, "Admin", Descriptors.simulated(), Map.of()));
        return id;
    }
}
