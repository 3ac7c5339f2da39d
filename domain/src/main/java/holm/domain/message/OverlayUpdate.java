package holm.domain.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.domain.ClusterId;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.NodeSubnet;
import holm.domain.route.Endpoint;
import holm.domain.route.Peer;
import holm.domain.route.Question;
import holm.domain.route.RouteTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an upper tier tells the overlay below: the root a cluster, a cluster its workers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @Type(OverlayUpdate.SubnetGiven.class),
    @Type(OverlayUpdate.SubnetTaken.class),
    @Type(OverlayUpdate.Peers.class),
    @Type(OverlayUpdate.Routes.class),
    @Type(OverlayUpdate.RoutesChanged.class),
    @Type(OverlayUpdate.Resolved.class),
    @Type(OverlayUpdate.NoRoutes.class),
    @Type(OverlayUpdate.Gone.class),
    @Type(OverlayUpdate.EndpointsWanted.class),
    @Type(OverlayUpdate.EndpointsUnwanted.class)
})
public sealed interface OverlayUpdate {
    @JsonTypeName("subnet-given")
    record SubnetGiven(WorkerId worker, NodeSubnet subnet) implements OverlayUpdate {}

    /** From the root: what this worker had is free again, on the disk. */
    @JsonTypeName("subnet-taken")
    record SubnetTaken(WorkerId worker) implements OverlayUpdate {}

    /** Workers that are there now, in pages, and workers that are gone. Absence from a page removes nobody. */
    @JsonTypeName("peers")
    record Peers(List<Peer> present, List<WorkerId> gone) implements OverlayUpdate {
        public Peers {
            present = List.copyOf(present);
            gone = List.copyOf(gone);
        }
    }

    /**
     * The whole table: the answer to interest, and whenever a change does not follow on what is there. It may be too large for one
     * message; only all parts together are a table.
     *
     * @param part which of the {@code parts} this is, from 1
     * @param known clusters whose endpoints the sender knows
     * @param complete whether no other cluster has any; if not, the receiver keeps the endpoints that it has of clusters that are
     *     not {@code known}: a sender that was restarted never takes away what it only has not heard of yet
     */
    @JsonTypeName("routes")
    record Routes(RouteTable table, int part, int parts, Set<ClusterId> known, boolean complete)
            implements OverlayUpdate {
        public Routes {
            known = Set.copyOf(known);
        }
    }

    /** A change that follows on {@code from}; whoever has another version says its interest again. */
    @JsonTypeName("routes-changed")
    record RoutesChanged(ServiceId service, long from, long to, List<Endpoint> present, List<InstanceId> gone)
            implements OverlayUpdate {
        public RoutesChanged {
            present = List.copyOf(present);
            gone = List.copyOf(gone);
        }
    }

    /**
     * Whose key this is; its table follows.
     *
     * @param asker for whom it holds, as it was asked; an older tier leaves it out, and so answers nobody who named one
     */
    @JsonTypeName("resolved")
    record Resolved(String key, ServiceId service, Optional<ServiceId> asker) implements OverlayUpdate {
        public Resolved(Question question, ServiceId service) {
            this(question.key(), service, question.asker());
        }

        public Question question() {
            return new Question(key, asker);
        }
    }

    /**
     * Nobody has this address, or nobody of the asker's account this name, as far as the sender knows now.
     *
     * @param asker as in {@link Resolved}
     */
    @JsonTypeName("no-routes")
    record NoRoutes(String key, Optional<ServiceId> asker) implements OverlayUpdate {
        public NoRoutes(Question question) {
            this(question.key(), question.asker());
        }

        public Question question() {
            return new Question(key, asker);
        }
    }

    /** These services are no more: nobody keeps their tables, for others may have their addresses from now on. */
    @JsonTypeName("gone")
    record Gone(List<ServiceId> services) implements OverlayUpdate {
        public Gone {
            services = List.copyOf(services);
        }
    }

    /** From the root: say the endpoints of these services, now and whenever they change in this session. */
    @JsonTypeName("endpoints-wanted")
    record EndpointsWanted(List<ServiceId> services) implements OverlayUpdate {
        public EndpointsWanted {
            services = List.copyOf(services);
        }
    }

    @JsonTypeName("endpoints-unwanted")
    record EndpointsUnwanted(List<ServiceId> services) implements OverlayUpdate {
        public EndpointsUnwanted {
            services = List.copyOf(services);
        }
    }
}
