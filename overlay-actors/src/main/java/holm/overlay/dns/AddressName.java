package holm.overlay.dns;

import holm.domain.descriptor.ServiceName;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The name of one address of a service: {@code [<policy>|<number>.]<service>.<service ns>.<app>.<app ns>.holm.} */
public record AddressName(ServiceName service, Which which) {
    /** The top of all names; nobody can register it, because the root zone has no such domain. */
    static final String TOP = "holm";

    /**
     * What a container of this service appends to a short name, so that {@code web} is the service of the same application and
     * service namespace.
     */
    public static String searchDomain(ServiceName service) {
        return String.join(".", service.serviceNamespace(), service.application(), service.applicationNamespace(), TOP);
    }

    /** The full name, with the dot at its end. */
    @Override
    public String toString() {
        return Stream.concat(which.label().stream(), Stream.of(service.service(), searchDomain(service), ""))
                .collect(Collectors.joining("."));
    }
}
