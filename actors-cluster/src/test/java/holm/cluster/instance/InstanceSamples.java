package holm.cluster.instance;

import holm.domain.ApplicationId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Protocol;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.Virtualization;
import holm.domain.WorkerId;
import holm.domain.address.AddressPair;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.descriptor.Constraint;
import holm.domain.descriptor.PortMapping;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.descriptor.ServiceName;
import holm.domain.descriptor.UnikraftNetdev;
import holm.domain.message.Addressing;
import holm.domain.message.Assignment;
import holm.domain.message.Report;
import holm.domain.message.Whereabouts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of each that the journal of an instance may hold, with every field filled. */
public final class InstanceSamples {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final WorkerId W1 = new WorkerId("00000000000000000000000a");
    private static final WorkerId W2 = new WorkerId("00000000000000000000000b");

    private InstanceSamples() {}

    public static List<Object> all(InstanceId instance) {
        var assignment = new Assignment(instance, new Fence(2, 0, 0), descriptor(), 3);
        var report = report(instance);
        return List.of(
                new InstanceEvent.Assigned(assignment, AT),
                new InstanceEvent.NodeAssigned(W1, "edge-1", new Fence(2, 1, 0), AT),
                new InstanceEvent.Reported(report, AT),
                new InstanceEvent.LateReported(report, AT),
                new InstanceEvent.Declined(W1, "port 8080/tcp is taken", AT),
                new InstanceEvent.Unanswered(W1, AT),
                new InstanceEvent.Vanished(W1, AT),
                new InstanceEvent.WorkerLost(W1, AT),
                new InstanceEvent.WorkerReturned(W1, AT),
                new InstanceEvent.Retried(AT),
                new InstanceEvent.GivenUp(AT),
                new InstanceEvent.OutcomeUnknown("its worker is silent", AT),
                new InstanceEvent.Refused(Status.NO_WORKER_CAPACITY, List.of("2 are full"), AT),
                new InstanceEvent.StopRequested(new Fence(2, 0, 0), AT),
                new InstanceEvent.Left(W1),
                new InstanceEvent.Undeployed(AT),
                state(assignment, report),
                new InstanceEvent.Assigned(addressed(assignment, Optional.empty()), AT),
                state(addressed(assignment, Optional.empty()), report),
                new InstanceEvent.Assigned(addressed(assignment, Optional.of("Ann")), AT),
                state(addressed(assignment, Optional.of("Ann")), report));
    }

    private static Assignment addressed(Assignment assignment, Optional<String> account) {
        var pair = new AddressPair(
                Optional.of(Ipv4Address.parse("10.30.0.1")), Optional.of(Ipv6Address.parse("fdff:2000::1")));
        return new Assignment(
                assignment.instance(),
                assignment.fence(),
                assignment.descriptor(),
                assignment.retriesLeft(),
                Optional.of(new Addressing(
                        new ApplicationId("00000000000000000000000a"), Map.of("rr", pair), AddressPair.NONE, account)));
    }

    private static InstanceState state(Assignment assignment, Report report) {
        return InstanceState.UNASSIGNED
                .apply(new InstanceEvent.Assigned(assignment, AT))
                .apply(new InstanceEvent.NodeAssigned(W2, "edge-2", new Fence(2, 1, 0), AT))
                .apply(new InstanceEvent.Unanswered(W2, AT))
                .apply(new InstanceEvent.NodeAssigned(W1, "edge-1", new Fence(2, 2, 0), AT))
                .apply(new InstanceEvent.Reported(report, AT))
                .apply(new InstanceEvent.WorkerLost(W1, AT));
    }

    private static Report report(InstanceId instance) {
        return new Report(
                instance,
                new Fence(2, 2, 1),
                Status.RUNNING,
                new StatusDetail("all is well", Optional.of(1), Optional.of(9), true),
                Optional.of(new Whereabouts(W1.value(), "edge-1", "192.0.2.1", List.of("10.18.0.2"), Optional.of(5L))));
    }

    private static ServiceDescriptor descriptor() {
        return new ServiceDescriptor(
                new ServiceName("app", "test", "web", "test"),
                Virtualization.CONTAINER,
                "docker.io/library/nginx:latest",
                List.of("nginx", "-g"),
                List.of("A=b"),
                64,
                1,
                1,
                1,
                10,
                20,
                30,
                List.of(new PortMapping(8080, 80, Protocol.TCP)),
                Map.of("rr_ip", "10.30.0.7"),
                List.of(new Constraint.Direct(List.of("c1"), List.of("edge-1"))),
                List.of("amd64"),
                true,
                3,
                true,
                true,
                List.of("vtpus are served nowhere"),
                UnikraftNetdev.BOTH);
    }
}
