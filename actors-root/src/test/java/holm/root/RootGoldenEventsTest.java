package holm.root;

import holm.domain.ApplicationId;
import holm.domain.Candidate;
import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Protocol;
import holm.domain.Resources;
import holm.domain.ServiceId;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.Virtualization;
import holm.domain.WorkerKind;
import holm.domain.address.AddressPair;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.descriptor.Constraint;
import holm.domain.descriptor.PortMapping;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.descriptor.ServiceName;
import holm.domain.descriptor.UnikraftNetdev;
import holm.domain.message.Whereabouts;
import holm.overlay.address.AddressPoolEvent;
import holm.overlay.address.AddressPoolState;
import holm.overlay.address.Holding;
import holm.overlay.address.Resting;
import holm.persistence.testing.GoldenEvents;
import holm.root.cluster.ClusterEvent;
import holm.root.cluster.ClusterState;
import holm.root.instance.InstanceDefinition;
import holm.root.instance.InstanceEvent;
import holm.root.instance.InstanceState;
import holm.root.instance.Standing;
import holm.root.service.ServiceDefinition;
import holm.root.service.ServiceEvent;
import holm.root.service.ServiceState;
import holm.scheduling.Placement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePSet;

/** Keeps the root's journals of all versions readable. */
class RootGoldenEventsTest extends GoldenEvents {
    private static final ApplicationId APPLICATION = new ApplicationId("00000000000000000000000a");
    private static final ServiceId SERVICE = new ServiceId("00000000000000000000000b");
    private static final ClusterId CLUSTER = new ClusterId("00000000000000000000000c");
    private static final Fence FENCE = new Fence(3, 2, 1);
    private static final long AT = 1_790_000_000_000L;
    private static final StatusDetail DETAIL = new StatusDetail("exit code 3", Optional.of(3), Optional.of(9), true);
    private static final Whereabouts WHEREABOUTS = new Whereabouts(
            "00000000000000000000000d", "worker-1", "192.0.2.1", List.of("10.18.0.2", "fc00::2"), Optional.of(AT));
    private static final Ipv4Address FOUR = Ipv4Address.parse("10.30.0.9");
    private static final Ipv6Address SIX = Ipv6Address.parse("fdff:2000::9");
    private static final AddressPair ADDRESSES = new AddressPair(Optional.of(FOUR), Optional.of(SIX));
    private static final Holding HOLDING =
            new Holding(SERVICE + "/rr", "Admin/shop.test.web.test", Ipv4Address.parse("10.30.0.8"), true, true);
    private static final WorkerKind KIND =
            new WorkerKind(Set.of(Virtualization.CONTAINER), Set.of("amd64"), new Resources(2_000, 4_096, 50_000, 1));
    private static final Placement WHY = new Placement(
            List.of(CLUSTER.value()),
            List.of(new Placement.Line(CLUSTER.value(), "munich", "", "score 0.9")),
            Status.CLUSTER_SCHEDULED,
            "1 fits");

    @Override
    protected List<Class<?>> storedTypes() {
        return List.of(RootTier.STORED_TYPES);
    }

    @Override
    protected List<Object> samples() {
        var definition = new ServiceDefinition(
                APPLICATION, "Admin", descriptor(), Map.of("microservice_name", "web", "vcpus", 1), Map.of(), AT);
        var addressed = new ServiceDefinition(
                APPLICATION, "Admin", descriptor(), Map.of("vcpus", 1), Map.of("rr", ADDRESSES), AT);
        var instance = new InstanceDefinition(APPLICATION, "Admin", descriptor(), AddressPair.NONE);
        var addressedInstance = new InstanceDefinition(APPLICATION, "Admin", descriptor(), ADDRESSES);
        var standing = new Standing(FENCE, Status.RUNNING, DETAIL, Optional.of(WHEREABOUTS), AT);
        var cluster = candidate(List.of());
        return List.of(
                new ServiceEvent.Created(definition),
                new ServiceEvent.Created(addressed),
                new ServiceEvent.Addressed(Map.of("rr", ADDRESSES)),
                new ServiceEvent.InstancesAdded(2),
                new ServiceEvent.InstancesDismissed(List.of(0, 2)),
                new ServiceEvent.InstanceGone(2),
                new ServiceEvent.Weighed(2, 0),
                new ServiceEvent.DeletionStarted(),
                new ServiceEvent.Deleted(),
                ServiceState.UNKNOWN,
                new ServiceState.Known(
                        definition, 7, TreePSet.from(List.of(1, 6)), TreePSet.from(List.of(3)), true, Map.of()),
                new ServiceState.Known(
                        definition, 7, TreePSet.from(List.of(1, 6)), TreePSet.from(List.of(3)), false, Map.of(6, 50)),
                new ServiceState.Deleted(),
                new InstanceEvent.Wanted(instance, AT),
                new InstanceEvent.Wanted(addressedInstance, AT),
                new InstanceEvent.Assigned(CLUSTER, FENCE, 2, WHY, AT),
                new InstanceEvent.Refused(CLUSTER, FENCE, List.of("no worker fits"), AT),
                new InstanceEvent.Unplaced(Status.NO_ACTIVE_CLUSTER_WITH_CAPACITY, DETAIL, WHY, AT),
                new InstanceEvent.Reported(FENCE, Status.RUNNING, DETAIL, Optional.of(WHEREABOUTS), AT),
                new InstanceEvent.Stranded(DETAIL, AT),
                new InstanceEvent.Rejoined(AT),
                new InstanceEvent.GivenUp(DETAIL, AT),
                new InstanceEvent.Dismissed(AT),
                new InstanceEvent.Undeployed(AT),
                InstanceState.UNKNOWN,
                new InstanceState.Known(
                        instance,
                        Optional.of(CLUSTER),
                        standing,
                        2,
                        Optional.of(AT),
                        true,
                        HashTreePMap.singleton(CLUSTER, "no worker fits"),
                        Optional.of(WHY)),
                new InstanceState.Gone(),
                new ClusterEvent.Registered(cluster, AT),
                new ClusterEvent.Registered(candidate(List.of(KIND)), AT),
                new ClusterEvent.Assigned(new InstanceId(SERVICE, 1), new Fence(3, 0, 0)),
                new ClusterEvent.Unassigned(new InstanceId(SERVICE, 1)),
                ClusterState.UNKNOWN,
                new ClusterState.Known(
                        cluster, AT, HashTreePMap.singleton(new InstanceId(SERVICE, 1), new Fence(3, 0, 0))),
                new AddressPoolEvent.Given(
                        List.of(HOLDING), Optional.of(FOUR), List.of(Ipv4Address.parse("10.30.0.7")), AT),
                new AddressPoolEvent.GivenBack(List.of(HOLDING.owner()), true, AT),
                AddressPoolState.read(new AddressPoolState.Stored(
                        Optional.of(SIX),
                        List.of(HOLDING),
                        List.of(new Resting(
                                Ipv4Address.parse("10.30.0.7"), "Admin/shop.test.db.test", 4, AT, true, true)),
                        5)));
    }

    private static Candidate candidate(List<WorkerKind> kinds) {
        var all = new Resources(4_000, 8_192, 100_000, 1);
        return new Candidate(
                CLUSTER.value(),
                "munich",
                true,
                2,
                all,
                all,
                Map.of("amd64", all),
                Set.of(Virtualization.CONTAINER),
                Set.of("amd64"),
                Map.of("room", "b12"),
                "48.1,11.5,10",
                "192.0.2.1",
                12.5,
                50.0,
                List.of("worker-1", "worker-2"),
                Optional.of(4),
                kinds);
    }

    private static ServiceDescriptor descriptor() {
        return new ServiceDescriptor(
                new ServiceName("shop", "test", "web", "test"),
                Virtualization.CONTAINER,
                "docker.io/library/nginx:1",
                List.of("nginx", "-g"),
                List.of("A=b"),
                64,
                1,
                1,
                1,
                10,
                100,
                200,
                List.of(new PortMapping(8080, 80, Protocol.TCP)),
                Map.of("rr_ip", "10.30.0.1"),
                List.of(
                        new Constraint.Direct(List.of("munich"), List.of("worker-1")),
                        new Constraint.Clusters(List.of("munich")),
                        new Constraint.Addons(List.of("x")),
                        new Constraint.Latency("munich", Optional.of(20.0), Optional.of(0.5), Optional.of(10)),
                        new Constraint.Geo("48.1,11.5", Optional.of(10.0), Optional.of(0.5), Optional.of(10))),
                List.of("amd64"),
                true,
                2,
                true,
                true,
                List.of("tpu"),
                UnikraftNetdev.BOTH);
    }
}
