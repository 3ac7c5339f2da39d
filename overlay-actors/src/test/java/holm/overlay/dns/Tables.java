package holm.overlay.dns;

import holm.domain.ApplicationId;
import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.AddressPair;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.descriptor.ServiceName;
import holm.domain.route.Endpoint;
import holm.domain.route.RouteTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Route tables of the application {@code shop} in the namespace {@code prod}; a test changes what it is about. */
final class Tables {
    static final ServiceName WEB = name("web");
    static final ServiceName CART = name("cart");

    /** Round robin, closest, and the instances 0 and 2; instance 0 has no IPv4 address, closest neither. */
    static final RouteTable WEB_TABLE = table(1, WEB)
            .with(Map.of("rr", pair("10.30.0.5", "fdff:2000::5"), "closest", pair("", "fdff:1000::5")))
            .with(List.of(
                    endpoint(1, 0, pair("", "fdff::7"), pair("10.18.0.2", "fc00::2")),
                    endpoint(1, 2, pair("10.30.0.9", "fdff::9"), pair("10.18.0.66", "fc00::102"))))
            .table();

    private Tables() {}

    static ServiceName name(String service) {
        return new ServiceName("shop", "prod", service, "main");
    }

    static Changed table(int service, ServiceName name) {
        return new Changed(
                new RouteTable(id(service), name, new ApplicationId("a".repeat(24)), false, 1, Map.of(), List.of()));
    }

    static ServiceId id(int service) {
        return new ServiceId("%024x".formatted(service));
    }

    /** A table with as many instances as their numbers say. */
    static RouteTable crowded(ServiceName name, int instances) {
        return table(9, name)
                .with(Map.of("rr", pair("10.30.1.1", "fdff:2000::101")))
                .with(IntStream.range(0, instances)
                        .mapToObj(number -> endpoint(9, number, pair("10.30.2." + number, ""), AddressPair.NONE))
                        .toList())
                .table();
    }

    static Endpoint endpoint(int service, int number, AddressPair instance, AddressPair namespace) {
        return new Endpoint(
                new InstanceId(id(service), number),
                new Fence(1, 1, 1),
                new ClusterId("c".repeat(24)),
                new WorkerId("d".repeat(24)),
                instance,
                namespace,
                100,
                0);
    }

    /** @param v4 empty: none */
    static AddressPair pair(String v4, String v6) {
        return new AddressPair(
                Optional.of(v4).filter(text -> !text.isEmpty()).map(Ipv4Address::parse),
                Optional.of(v6).filter(text -> !text.isEmpty()).map(Ipv6Address::parse));
    }

    record Changed(RouteTable table) {
        Changed with(Map<String, AddressPair> addresses) {
            return new Changed(new RouteTable(
                    table.service(),
                    table.name(),
                    table.application(),
                    table.isolated(),
                    table.version(),
                    addresses,
                    table.endpoints()));
        }

        Changed with(List<Endpoint> endpoints) {
            return new Changed(new RouteTable(
                    table.service(),
                    table.name(),
                    table.application(),
                    table.isolated(),
                    table.version(),
                    table.addresses(),
                    endpoints));
        }

        /** @param application one hexadecimal digit */
        Changed of(String application, String account) {
            return new Changed(new RouteTable(
                    table.service(),
                    table.name(),
                    new ApplicationId(application.repeat(24)),
                    table.isolated(),
                    table.version(),
                    table.addresses(),
                    table.fellows(),
                    table.weights(),
                    Optional.of(account),
                    table.endpoints()));
        }

        Changed version(long version) {
            return new Changed(new RouteTable(
                    table.service(),
                    table.name(),
                    table.application(),
                    table.isolated(),
                    version,
                    table.addresses(),
                    table.endpoints()));
        }
    }
}
