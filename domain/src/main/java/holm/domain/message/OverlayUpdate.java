package holm.domain.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.NodeSubnet;
import holm.domain.route.Endpoint;
import holm.domain.route.Peer;
import holm.domain.route.RouteTable;
import java.util.List;

/** What an upper tier tells the overlay below: the root a cluster, a cluster its workers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @Type(OverlayUpdate.SubnetGiven.class),
    @Type(OverlayUpdate.Peers.class),
    @Type(OverlayUpdate.Routes.class),
    @Type(OverlayUpdate.RoutesChanged.class),
    @Type(OverlayUpdate.NoRoutes.class)
})
public sealed interface OverlayUpdate {
    @JsonTypeName("subnet-given")
    record SubnetGiven(WorkerId worker, NodeSubnet subnet) implements OverlayUpdate {}

    /** Workers that are there now, in pages, and workers that are gone. Absence from a page removes nobody. */
    @JsonTypeName("peers")
    record Peers(List<Peer> present, List<WorkerId> gone) implements OverlayUpdate {
        public Peers {
            present = List.copyOf(present);
            gone = List.copyOf(gone);
        }
    }

    /** The whole table: the answer to interest, and whenever a change does not follow on what is there. */
    @JsonTypeName("routes")
    record Routes(RouteTable table) implements OverlayUpdate {}

    /** A change that follows on {@code from}; whoever has another version says its interest again. */
    @JsonTypeName("routes-changed")
    record RoutesChanged(ServiceId service, long from, long to, List<Endpoint> present, List<InstanceId> gone)
            implements OverlayUpdate {
        public RoutesChanged {
            present = List.copyOf(present);
            gone = List.copyOf(gone);
        }
    }

    /** Nobody has this address or name, as far as the sender knows now. */
    @JsonTypeName("no-routes")
    record NoRoutes(String key) implements OverlayUpdate {}
}
