package holm.cluster;

import holm.domain.Virtualization;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.descriptor.ServiceName;
import holm.domain.descriptor.UnikraftNetdev;
import java.util.List;
import java.util.Map;

/** Descriptors for tests. */
public final class Descriptors {
    private Descriptors() {}

    /** A small web server, 64 MiB and one core. */
    public static ServiceDescriptor service() {
        return of(false, 0);
    }

    public static ServiceDescriptor oneShot(int retries) {
        return of(true, retries);
    }

    private static ServiceDescriptor of(boolean oneShot, int retries) {
        return new ServiceDescriptor(
                new ServiceName("app", "test", "web", "test"),
                Virtualization.CONTAINER,
                "busybox",
                List.of(),
                List.of(),
                64,
                1,
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
