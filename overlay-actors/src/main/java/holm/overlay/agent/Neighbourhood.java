package holm.overlay.agent;

import holm.domain.ClusterId;
import holm.domain.WorkerId;
import holm.domain.address.NodeSubnet;
import holm.domain.message.OverlayRequest;
import holm.domain.route.Coordinate;
import holm.domain.route.Endpoint;
import holm.domain.route.Peer;
import holm.domain.route.Peers;
import holm.domain.route.RouteTable;
import holm.overlay.balance.Viewpoint;
import holm.overlay.distance.RoundTrips;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who else is there, how far away, and where this worker is itself. Confined to its agent. */
final class Neighbourhood {
    /** Four a minute: enough for coordinates to settle within minutes, nothing that anybody would notice. */
    static final Duration PROBE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(Neighbourhood.class);

    /** Every fourth probe goes to anybody, so that coordinates stay true for workers that nobody talks to. */
    private static final int ANYBODY = 4;

    /** Others hear of a move of more than a tenth of what it is to the nearest network. Milliseconds. */
    private static final double MOVED_MILLIS = 1;

    /** No cluster: before anybody said to which one this worker belongs, no other worker is of the same. */
    private static final ClusterId NOWHERE = new ClusterId("000000000000000000000000");

    private final Prober prober;
    private final ActorRef<OverlayCommand> agent;
    private final InstantSource clock;
    /** At which probe somebody had its turn last. */
    private final Map<WorkerId, Long> turns = new HashMap<>();

    private Peers peers;
    private RoundTrips roundTrips = RoundTrips.startingAt(new WorkerId("000000000000000000000000"), Coordinate.ORIGIN);
    private Coordinate told = Coordinate.ORIGIN;
    private Optional<WorkerId> known = Optional.empty();
    private Optional<NodeSubnet> subnet = Optional.empty();
    private Optional<Plane.Underlay> underlay = Optional.empty();
    private boolean isListening;
    private long probes;
    private boolean looksOtherwise;

    Neighbourhood(Prober prober, ActorRef<OverlayCommand> agent, InstantSource clock, List<Peer> remembered) {
        this.prober = prober;
        this.agent = agent;
        this.clock = clock;
        this.peers = Peers.NONE.with(remembered, List.of()).next();
    }

    void is(WorkerId self) {
        if (known.equals(Optional.of(self))) {
            return;
        }
        known = Optional.of(self);
        roundTrips = RoundTrips.startingAt(self, roundTrips.here());
    }

    void open(NodeSubnet own, Plane.Underlay reached) {
        isListening = isListening && subnet.equals(Optional.of(own));
        subnet = Optional.of(own);
        underlay = Optional.of(reached);
        listen();
    }

    private void listen() {
        if (isListening || subnet.isEmpty()) {
            return;
        }
        try {
            prober.open(subnet.get());
            isListening = true;
        } catch (IOException failure) {
            LOG.warn("Distances to other workers are not measured now: {}", failure.getMessage());
        }
    }

    /** @return whether anybody is reached otherwise than before */
    boolean changed(List<Peer> present, List<WorkerId> gone) {
        var change = peers.with(present, gone);
        var isOther = !change.gone().isEmpty() || change.present().stream().anyMatch(peer -> !isWhereItWas(peer));
        peers = change.next();
        change.gone().forEach(worker -> {
            roundTrips = roundTrips.without(worker);
            turns.remove(worker);
        });
        looksOtherwise |= !change.isNothing();
        return isOther;
    }

    /** @return what the cluster is told; empty before the data plane is open */
    Optional<OverlayRequest> here(WorkerId self) {
        told = roundTrips.here();
        return underlay.flatMap(reached -> subnet.map(
                own -> new OverlayRequest.Here(self, reached.address(), reached.port(), own, roundTrips.here())));
    }

    Viewpoint viewpoint(WorkerId self) {
        var now = clock.instant();
        var others = peers;
        var measured = roundTrips;
        return new Viewpoint(
                self,
                others.find(self).map(Peer::cluster).orElse(NOWHERE),
                worker ->
                        others.find(worker).map(peer -> measured.to(peer, now)).orElse(Double.POSITIVE_INFINITY));
    }

    List<Peer> all() {
        return peers.all();
    }

    /** Those that are talked to have their turn three times as often as anybody. */
    void probe(Collection<RouteTable> tables) {
        listen();
        probes++;
        var talkedTo = probes % ANYBODY == 0 ? Set.<WorkerId>of() : workersOf(tables);
        var others = peers.all().stream()
                .filter(peer -> !subnet.equals(Optional.of(peer.subnet())))
                .toList();
        var next = others.stream()
                .filter(peer -> talkedTo.contains(peer.worker()))
                .min(Comparator.comparingLong(this::lastTurn))
                .or(() -> others.stream().min(Comparator.comparingLong(this::lastTurn)));
        next.ifPresent(peer -> {
            turns.put(peer.worker(), probes);
            prober.probe(peer, millis -> agent.tell(new OverlayCommand.Measured(peer.worker(), millis)));
        });
    }

    void measured(WorkerId worker, double millis) {
        peers.find(worker).ifPresent(peer -> {
            roundTrips = roundTrips.probed(peer, millis, clock.instant());
            looksOtherwise = true;
        });
    }

    /** @return whether others should hear where this worker is now */
    boolean hasMoved() {
        var here = roundTrips.here();
        return Math.hypot(here.x() - told.x(), here.y() - told.y()) + Math.abs(here.height() - told.height())
                > MOVED_MILLIS;
    }

    /** @return whether policies may choose otherwise than at the last question */
    boolean looksOtherwise() {
        var was = looksOtherwise;
        looksOtherwise = false;
        return was;
    }

    void close() {
        try {
            prober.close();
        } catch (IOException failure) {
            LOG.debug("The echo port did not close: {}", failure.getMessage());
        }
    }

    private boolean isWhereItWas(Peer peer) {
        return peers.find(peer.worker())
                .filter(before -> before.underlay().equals(peer.underlay())
                        && before.port() == peer.port()
                        && before.subnet().equals(peer.subnet()))
                .isPresent();
    }

    private long lastTurn(Peer peer) {
        return turns.getOrDefault(peer.worker(), 0L);
    }

    private static Set<WorkerId> workersOf(Collection<RouteTable> tables) {
        return tables.stream()
                .flatMap(table -> table.endpoints().stream())
                .map(Endpoint::worker)
                .collect(Collectors.toSet());
    }
}
