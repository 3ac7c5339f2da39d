package holm.cluster;

import holm.cluster.instance.InstanceEvent;
import holm.cluster.instance.InstanceSamples;
import holm.cluster.instance.InstanceState;
import holm.cluster.worker.Registration;
import holm.cluster.worker.Reservation;
import holm.cluster.worker.WorkerEvent;
import holm.cluster.worker.WorkerState;
import holm.domain.Fence;
import holm.domain.HostPort;
import holm.domain.InstanceId;
import holm.domain.Protocol;
import holm.domain.Resources;
import holm.domain.ServiceId;
import holm.domain.Virtualization;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import holm.persistence.testing.GoldenEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class ClusterGoldenEventsTest extends GoldenEvents {
    private static final InstanceId INSTANCE = new InstanceId(new ServiceId("0123456789abcdef01234567"), 3);
    private static final Registration REGISTRATION = new Registration(
            "edge-1",
            new Resources(40_000, 4_096, 10_000, 1),
            Optional.of(4),
            Set.of(Virtualization.CONTAINER),
            Set.of("amd64"),
            Map.of("zone", "north"),
            "48.1,11.6,5",
            "192.0.2.1");
    private static final Reservation RESERVATION = new Reservation(
            INSTANCE, new Fence(2, 1, 0), new Resources(1_000, 64, 10, 1), Set.of(new HostPort(8080, Protocol.TCP)));

    private static final NodeSubnet SUBNET =
            new NodeSubnet(Optional.of(Ipv4Address.parse("10.18.0.64")), Ipv6Address.parse("fc00::100"));

    @Override
    protected List<Class<?>> storedTypes() {
        return List.of(WorkerEvent.class, WorkerState.class, InstanceEvent.class, InstanceState.class);
    }

    @Override
    protected List<Object> samples() {
        var samples = new ArrayList<Object>();
        samples.add(new WorkerEvent.Registered(REGISTRATION));
        samples.add(new WorkerEvent.Reserved(RESERVATION));
        samples.add(new WorkerEvent.Released(INSTANCE));
        samples.add(new WorkerEvent.SubnetGiven(SUBNET));
        samples.add(new WorkerEvent.Removed());
        samples.add(new WorkerEvent.Gone());
        samples.add(WorkerState.UNKNOWN
                .apply(new WorkerEvent.Registered(REGISTRATION))
                .apply(new WorkerEvent.Reserved(RESERVATION)));
        samples.add(WorkerState.UNKNOWN
                .apply(new WorkerEvent.Registered(REGISTRATION))
                .apply(new WorkerEvent.SubnetGiven(SUBNET)));
        samples.add(WorkerState.UNKNOWN.apply(new WorkerEvent.Gone()));
        samples.addAll(InstanceSamples.all(INSTANCE));
        return samples;
    }
}
