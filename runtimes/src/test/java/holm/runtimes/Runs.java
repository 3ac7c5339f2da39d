package holm.runtimes;

import holm.domain.Fence;
import holm.domain.InstallationId;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.Virtualization;
import holm.domain.descriptor.PortMapping;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.descriptor.ServiceName;
import holm.domain.descriptor.UnikraftNetdev;
import holm.domain.message.Assignment;
import holm.domain.network.InstanceNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Valid things to run; a test changes what it is about. */
public record Runs(
        String code,
        Virtualization virtualization,
        List<String> cmd,
        List<String> environment,
        int memoryMebiBytes,
        int vcpus) {
    public static final InstallationId INSTALLATION = new InstallationId("aaaaaaaaaaaaaaaaaaaaaaaa");
    public static final String WORKER = "bbbbbbbbbbbbbbbbbbbbbbbb";

    public static Runs simulated(String... environment) {
        return new Runs("anything", Virtualization.SIMULATED, List.of(), List.of(environment), 16, 1);
    }

    public Runs withCode(String other) {
        return new Runs(other, virtualization, cmd, environment, memoryMebiBytes, vcpus);
    }

    public Runs withMemory(int mebiBytes) {
        return new Runs(code, virtualization, cmd, environment, mebiBytes, vcpus);
    }

    public Runs withEnvironment(List<String> entries) {
        return new Runs(code, virtualization, cmd, entries, memoryMebiBytes, vcpus);
    }

    public static InstanceId instance(int number) {
        return new InstanceId(new ServiceId("cccccccccccccccccccccccc"), number);
    }

    /** The first run of this instance. */
    public Launch launch(InstanceId instance) {
        return launch(instance, new Fence(1, 1, 1));
    }

    public Launch launch(InstanceId instance, Fence fence) {
        return launch(instance, fence, new InstanceNetwork.None(), Optional.empty());
    }

    /** The first run of this instance, in a network namespace. */
    public Launch launch(InstanceId instance, Path namespace, Resolver resolver) {
        var network = new InstanceNetwork.Namespace(namespace.toString());
        return launch(instance, new Fence(1, 1, 1), network, Optional.of(resolver));
    }

    private Launch launch(InstanceId instance, Fence fence, InstanceNetwork network, Optional<Resolver> resolver) {
        var assignment = new Assignment(
                instance,
                new Fence(fence.assignment(), fence.placement(), 0),
                descriptor(List.of(), UnikraftNetdev.BOTH),
                0);
        return new Launch(INSTALLATION, WORKER, assignment, fence, network, resolver);
    }

    /** @param dialect how a unikernel is told its network */
    public ServiceDescriptor descriptor(List<PortMapping> ports, UnikraftNetdev dialect) {
        return new ServiceDescriptor(
                new ServiceName("app", "test", "service", "test"),
                virtualization,
                code,
                cmd,
                environment,
                memoryMebiBytes,
                vcpus,
                0,
                0,
                0,
                0,
                0,
                ports,
                Map.of(),
                List.of(),
                List.of(),
                false,
                0,
                false,
                false,
                List.of(),
                dialect);
    }
}
