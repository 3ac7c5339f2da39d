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
import holm.domain.route.Question;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a lower tier asks of the overlay, or tells it: a worker its cluster, a cluster the root. All of it holds for one session, in
 * which nothing is lost or reordered; everything is said again in the next one.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @Type(OverlayRequest.SubnetWanted.class),
    @Type(OverlayRequest.SubnetReturned.class),
    @Type(OverlayRequest.Here.class),
    @Type(OverlayRequest.Left.class),
    @Type(OverlayRequest.Resolve.class),
    @Type(OverlayRequest.Interested.class),
    @Type(OverlayRequest.Uninterested.class),
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
     * From a cluster: this worker was removed and needs no subnet any more; said again until {@link OverlayUpdate.SubnetTaken} comes. Its
     * id is never given again, so a late one takes nothing from anybody.
     */
    @JsonTypeName("subnet-returned")
    record SubnetReturned(WorkerId worker) implements OverlayRequest {}

    /**
     * How a worker is reached by its peers.
     *
     * @param underlay IPv4 or IPv6 address of the device under the tunnel
     * @param name from a cluster: what people call it
     */
    @JsonTypeName("here")
    record Here(
            WorkerId worker, String underlay, int port, NodeSubnet subnet, Coordinate coordinate, Optional<String> name)
            implements OverlayRequest {
        /** From the worker, whose name its cluster knows. */
        public Here(WorkerId worker, String underlay, int port, NodeSubnet subnet, Coordinate coordinate) {
            this(worker, underlay, port, subnet, coordinate, Optional.empty());
        }
    }

    /** From a cluster: these workers are reached no more. */
    @JsonTypeName("left")
    record Left(List<WorkerId> workers) implements OverlayRequest {
        public Left {
            workers = List.copyOf(workers);
        }
    }

    /**
     * Which service is this? Asking is being interested in it, too.
     *
     * @param key as {@link Question#key}
     * @param asker as {@link Question#asker}; nobody's from an older tier, which takes a name for everybody's
     */
    @JsonTypeName("resolve")
    record Resolve(String key, Optional<ServiceId> asker) implements OverlayRequest {
        public Resolve(Question question) {
            this(question.key(), question.asker());
        }

        public Question question() {
            return new Question(key, asker);
        }
    }

    /**
     * From now on the tables of these services are wanted here, besides those named before.
     *
     * @param services with the version that is here, 0 for none; as many as fit into a frame
     */
    @JsonTypeName("interested")
    record Interested(Map<ServiceId, Long> services) implements OverlayRequest {
        public Interested {
            services = Map.copyOf(services);
        }
    }

    @JsonTypeName("uninterested")
    record Uninterested(List<ServiceId> services) implements OverlayRequest {
        public Uninterested {
            services = List.copyOf(services);
        }
    }

    /** This version is in the kernel, and no flow leads to an endpoint that it lacks any more. */
    @JsonTypeName("applied")
    record Applied(ServiceId service, long version) implements OverlayRequest {}

    /**
     * From a cluster: its own endpoints of a service that others are interested in.
     *
     * @param part which of the {@code parts} this is, from 1
     * @param interested workers there that have the table, or are about to
     */
    @JsonTypeName("endpoints")
    record Endpoints(
            ServiceId service, long version, int part, int parts, List<Endpoint> endpoints, List<WorkerId> interested)
            implements OverlayRequest {
        public Endpoints {
            endpoints = List.copyOf(endpoints);
            interested = List.copyOf(interested);
        }
    }
}
