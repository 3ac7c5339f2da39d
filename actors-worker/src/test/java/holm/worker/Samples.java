package holm.worker;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.Virtualization;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.descriptor.ServiceName;
import holm.domain.descriptor.UnikraftNetdev;
import holm.domain.message.Assignment;
import java.util.List;
import java.util.Map;

/** One valid object of each noun. */
public final class Samples {
    public static final String CODE = "simulated:latest";
    public static final InstanceId INSTANCE = instance(0);

    private Samples() {}

    public static InstanceId instance(int number) {
        return new InstanceId(new ServiceId("0123456789abcdef01234567"), number);
    }

    public static Assignment service(Fence fence, String... environment) {
        return new Assignment(INSTANCE, fence, descriptor(false, 0, environment), 0);
    }

    public static Assignment service(int number, Fence fence, String... environment) {
        return new Assignment(instance(number), fence, descriptor(false, 0, environment), 0);
    }

    public static Assignment oneShot(Fence fence, int retriesLeft, String... environment) {
        return new Assignment(INSTANCE, fence, descriptor(true, 3, environment), retriesLeft);
    }

    public static ServiceDescriptor descriptor(Virtualization virtualization) {
        return descriptor(virtualization, false, 0);
    }

    public static ServiceDescriptor descriptor(boolean oneShot, int retries, String... environment) {
        return descriptor(Virtualization.SIMULATED, oneShot, retries, environment);
    }

    private static ServiceDescriptor descriptor(
            Virtualization virtualization, boolean oneShot, int retries, String... environment) {
        return new ServiceDescriptor(
                new ServiceName("app", "ns", "web", "ns"),
                virtualization,
                CODE,
                List.of(),
                List.of(environment),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                oneShot,
                retries,
                false,
                false,
                List.of(),
                UnikraftNetdev.BOTH);
    }
}
