package holm.root;

import holm.domain.Virtualization;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.descriptor.ServiceName;
import java.util.List;
import java.util.Map;

/** Valid descriptors, of which a test changes one field. */
public final class Descriptors {
    private Descriptors() {}

    /** A small service for the simulated runtime. */
    public static ServiceDescriptor simulated() {
        return with(false, 0);
    }

    /** @param retries how often it may be run again */
    public static ServiceDescriptor oneShot(int retries) {
        return with(true, retries);
    }

    private static ServiceDescriptor with(boolean oneShot, int retries) {
        return new ServiceDescriptor(
                new ServiceName("shop", "test", "web", "test"),
                Virtualization.SIMULATED,
                "simulated",
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
                List.of());
    }
}
