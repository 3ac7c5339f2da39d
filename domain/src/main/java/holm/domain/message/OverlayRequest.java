package holm.domain.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.NodeSubnet;
import holm.domain.route.Coordinate;
import holm.domain.route.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a lower tier asks of the overlay, or tells it: a worker its cluster, a cluster the root. Each says a level, so the last one
 * of a session counts and losing one costs no more than the time to the next.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @Type(OverlayRequest.SubnetWanted.class),
    @Type(OverlayRequest.Here.class),
    @Type(OverlayRequest.Resolve.class),
    @Type(OverlayRequest.Interested.class),
    @Type(OverlayRequest.Applied.class),
    @Type(OverlayRequest.Endpoints.class)
})
public sealed interface OverlayRequest {
    /**
     * This worker needs a subnet; said again until it is given.
     *
     * @param held what it had before, which it keeps when it can
     */
    @JsonTypeName("subnet-wanted")
    record SubnetWanted(WorkerId worker, Optional<NodeSubnet> held) implements OverlayRequest {}

    /**
     * How a worker is reached by its peers.
     *
     * @param underlay IPv4 or IPv6 address of the device under the tunnel
     */
    @JsonTypeName("here")
    record Here(WorkerId worker, String underlay, int port, NodeSubnet subnet, Coordinate coordinate)
            implements OverlayRequest {}

    /**
     * Which service is this?
     *
     * @param key a service or instance address, or a full service name
     */
    @JsonTypeName("resolve")
    record Resolve(String key) implements OverlayRequest {}

    /**
     * All services whose tables are wanted here; what is missing is wanted no more.
     *
     * @param services with the version that is here, 0 for none
     */
    @JsonTypeName("interested")
    record Interested(Map<ServiceId, Long> services) implements OverlayRequest {
        public Interested {
            services = Map.copyOf(services);
        }
    }

    /** This version is in the kernel, and no flow leads to an endpoint that it lacks any more. */
    @JsonTypeName("applied")
    record Applied(ServiceId service, long version) implements OverlayRequest {}

    /** From a cluster: its own endpoints of a service that others are interested in. */
    @JsonTypeName("endpoints")
    record Endpoints(ServiceId service, long version, List<Endpoint> endpoints) implements OverlayRequest {
        public Endpoints {
            endpoints = List.copyOf(endpoints);
        }
    }
}
