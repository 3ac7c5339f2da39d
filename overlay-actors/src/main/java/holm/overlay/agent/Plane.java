package holm.overlay.agent;

import holm.domain.ServiceId;
import holm.domain.address.AddressPair;
import holm.domain.address.NodeSubnet;
import holm.domain.descriptor.ServiceName;
import holm.domain.route.Endpoint;
import holm.domain.route.Peer;
import holm.domain.route.RouteTable;
import holm.overlay.balance.Destination;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What carries packets. Every method may block and is called by one thread, in the order in which the agent wants it; each may be
 * called again with the same arguments. What cannot be done is said by a {@link PlaneFailure} and tried again later.
 */
public interface Plane {
    /**
     * Where the tunnel of this worker ends.
     *
     * @param address IPv4 or IPv6 address of the device under the tunnel
     * @param port UDP port of the tunnel, 1–65535
     */
    record Underlay(String address, int port) {}

    /**
     * Packets to addresses that nobody knew when they came, since it was opened.
     *
     * @param held that wait now
     * @param returned that went on once their address was known
     * @param refused that were answered with "unreachable"
     * @param dropped for want of room or time, or because nobody could answer them
     */
    record Missed(int held, long returned, long refused, long dropped) {
        public static final Missed NONE = new Missed(0, 0, 0, 0);
    }

    /** What a data plane asks of its agent. May be called by any thread, never blocks. */
    interface Questions {
        /** @param address in canonical spelling, of a packet that no table knows */
        void missed(String address);

        /**
         * @param asker the service whose account's is meant; empty for the machine itself
         * @return the table of a name, once it is installed; empty when nobody has one, as far as is known now
         */
        CompletionStage<Optional<RouteTable>> find(ServiceName name, Optional<ServiceId> asker);
    }

    /**
     * Lets go of a subnet that it was opened with before, unless that is {@code next}. From then on new instances wait for {@link #open}.
     *
     * @throws PlaneFailure while instances hold addresses of the old one: they keep them for life
     */
    void vacate(NodeSubnet next) throws PlaneFailure, InterruptedException;

    /**
     * From now on new instances wait for {@link #open}; those that have addresses go on. Does nothing when nothing is open yet. May be called
     * by any thread, never blocks.
     */
    void pause();

    /**
     * Makes bridge and tunnel for this subnet, or finds them.
     *
     * @return how peers reach it
     */
    Underlay open(NodeSubnet subnet, Questions questions) throws PlaneFailure, InterruptedException;

    /** @param all of them but this worker; others are reached no more */
    void peers(List<Peer> all) throws PlaneFailure, InterruptedException;

    /**
     * Where the addresses of one service lead now.
     *
     * @param destinations one for each address
     * @param gone endpoints that the table before had and this one lacks: flows to them have to end
     * @param clients namespace addresses of those who may reach its instances on this worker; empty when everybody may
     */
    record Installation(
            RouteTable table, List<Destination> destinations, List<Endpoint> gone, Optional<Set<AddressPair>> clients) {
        public Installation {
            destinations = List.copyOf(destinations);
            gone = List.copyOf(gone);
            clients = clients.map(Set::copyOf);
        }
    }

    /** Replaces tables, each as a whole: no packet sees a half of one. When it returns, no flow leads to an endpoint that is gone. */
    void install(List<Installation> all) throws PlaneFailure, InterruptedException;

    /** Takes tables away; their addresses are unknown from now on. */
    void remove(Collection<ServiceId> services) throws PlaneFailure, InterruptedException;

    /** A table that knows this address is installed: let go on what was held. */
    void resolved(String address) throws PlaneFailure, InterruptedException;

    /** Nobody has this address: refuse what was held, and what comes in the next moments. */
    void unknown(String address) throws PlaneFailure, InterruptedException;

    /** For the operator; may be called by any thread, never blocks. */
    Missed missed();

    /** @return services that packets went to within this time, or to which a flow still stands */
    Set<ServiceId> used(Duration within) throws PlaneFailure, InterruptedException;
}
