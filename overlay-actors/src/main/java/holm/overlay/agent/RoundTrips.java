package holm.overlay.agent;

import holm.domain.ClusterId;
import holm.domain.WorkerId;
import holm.domain.route.Coordinate;
import holm.domain.route.Peer;
import holm.domain.route.Peers;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How far other workers are: measured where somebody measured, else predicted by coordinates. Confined to one thread. */
final class RoundTrips {
    /** One late packet moves the mean by less than the policies' tolerance for most of its neighbours. */
    private static final double NEWEST = 0.3;

    /** Whoever does not know where it is predicts nothing. */
    private static final double GUESS = 0.9;

    /** Every fourth probe goes to anybody, so that coordinates stay true for workers that nobody talks to. */
    private static final int ANYBODY = 4;

    private final Map<WorkerId, Double> measured = new HashMap<>();
    /** At which probe somebody had its turn last. */
    private final Map<WorkerId, Long> turns = new HashMap<>();
    private Coordinate place = Coordinate.ORIGIN;
    private long probes;

    Coordinate place() {
        return place;
    }

    void measured(Peer peer, double millis) {
        var before = measured.get(peer.worker());
        measured.put(peer.worker(), before == null ? millis : before + NEWEST * (millis - before));
        place = Vivaldi.moved(place, peer.coordinate(), millis);
    }

    /** @return what the policies may know now */
    Viewpoint from(WorkerId self, Optional<ClusterId> cluster, Peers peers) {
        measured.keySet().retainAll(peers.byWorker().keySet());
        turns.keySet().retainAll(peers.byWorker().keySet());
        var millis = new HashMap<WorkerId, Double>();
        for (var peer : peers.byWorker().values()) {
            var known = measured.get(peer.worker());
            if (peer.worker().equals(self)) {
                continue;
            }
            if (known != null) {
                millis.put(peer.worker(), known);
            } else if (place.error() < GUESS && peer.coordinate().error() < GUESS) {
                millis.put(peer.worker(), place.distanceTo(peer.coordinate()));
            }
        }
        return new Viewpoint(self, cluster, millis);
    }

    /**
     * Whose turn it is: of those that are talked to whoever was asked least lately, and now and then anybody.
     *
     * @param talkedTo workers with endpoints in the tables
     */
    Optional<Peer> turn(WorkerId self, Peers peers, Set<WorkerId> talkedTo) {
        probes++;
        var others = peers.all().stream()
                .filter(peer -> !peer.worker().equals(self))
                .toList();
        var isForAnybody = probes % ANYBODY == 0;
        var chosen = others.stream()
                .filter(peer -> isForAnybody || talkedTo.contains(peer.worker()))
                .min(Comparator.comparingLong(this::lastTurn))
                .or(() -> others.stream().min(Comparator.comparingLong(this::lastTurn)));
        chosen.ifPresent(peer -> turns.put(peer.worker(), probes));
        return chosen;
    }

    private long lastTurn(Peer peer) {
        return turns.getOrDefault(peer.worker(), 0L);
    }
}
