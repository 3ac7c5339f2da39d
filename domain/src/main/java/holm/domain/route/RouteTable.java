package holm.domain.route;

import holm.domain.ApplicationId;
import holm.domain.ServiceId;
import holm.domain.address.AddressPair;
import holm.domain.descriptor.ServiceName;
import java.util.List;
import java.util.Map;

/**
 * Where one service's addresses lead.
 *
 * @param version raised by its owner with each change; starts at 1; a receiver keeps the larger
 * @param addresses service addresses by the policy's word ({@code rr}, {@code closest}, …)
 * @param isolated whether only instances of the same application reach it
 * @param endpoints by instance number
 */
public record RouteTable(
        ServiceId service,
        ServiceName name,
        ApplicationId application,
        boolean isolated,
        long version,
        Map<String, AddressPair> addresses,
        List<Endpoint> endpoints) {
    public RouteTable {
        addresses = Map.copyOf(addresses);
        endpoints = List.copyOf(endpoints);
    }
}
