package holm.root;

import holm.domain.Virtualization;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.descriptor.ServiceName;
import holm.domain.descriptor.UnikraftNetdev;
import java.util.List;
import java.util.Map;

/** Valid descriptors, of which a test changes one field. */
public final class Descriptors {
    private Descriptors() {}

    /** A small service for the simulated runtime. */
    public static ServiceDescriptor simulated() {
        return with("web", false, 0, false);
    }

    /** @param retries how often it may be run again */
    public static ServiceDescriptor oneShot(int retries) {
        return with("web", true, retries, false);
    }

    /** Only instances of its application reach it. */
    static ServiceDescriptor isolated() {
        return with("web", false, 0, true);
    }

    /** @param service its name in the same application */
    static ServiceDescriptor named(String service) {
        return with(service, false, 0, false);
    }

    private static ServiceDescriptor with(String service, boolean oneShot, int retries, boolean isolated) {
        return new ServiceDescriptor(
                new ServiceName("shop", "test", service, "test"),
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
                isolated,
                List.of(),
                UnikraftNetdev.BOTH);
    }
}
