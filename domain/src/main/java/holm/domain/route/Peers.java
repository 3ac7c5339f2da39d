package holm.domain.route;

import holm.domain.WorkerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The workers that are known, by id. No two have the same subnet: who has it now took it over. Immutable. */
public record Peers(Map<WorkerId, Peer> byWorker) {
    public static final Peers NONE = new Peers(Map.of());

    public Peers {
        byWorker = Map.copyOf(byWorker);
    }

    /**
     * What came of a message.
     *
     * @param present who is new or is reached otherwise now
     * @param gone who is reached no more
     */
    public record Change(Peers next, List<Peer> present, List<WorkerId> gone) {
        public Change {
            present = List.copyOf(present);
            gone = List.copyOf(gone);
        }

        public boolean isNothing() {
            return present.isEmpty() && gone.isEmpty();
        }
    }

    public Change with(List<Peer> present, List<WorkerId> gone) {
        var next = new HashMap<>(byWorker);
        var left = new ArrayList<WorkerId>();
        for (var worker : gone) {
            if (next.remove(worker) != null) {
                left.add(worker);
            }
        }
        var changed = new ArrayList<Peer>();
        for (var peer : present) {
            if (peer.equals(next.get(peer.worker()))) {
                continue;
            }
            for (var worker : predecessors(next, peer)) {
                next.remove(worker);
                left.add(worker);
            }
            next.put(peer.worker(), peer);
            changed.add(peer);
        }
        left.removeIf(next::containsKey);
        return new Change(new Peers(next), changed, left);
    }

    public List<Peer> all() {
        return byWorker.values().stream()
                .sorted(Comparator.comparing(Peer::worker))
                .toList();
    }

    public Optional<Peer> find(WorkerId worker) {
        return Optional.ofNullable(byWorker.get(worker));
    }

    /** @return who had its subnet, and who was where it is: they need not be the same one */
    private static List<WorkerId> predecessors(Map<WorkerId, Peer> peers, Peer newer) {
        return peers.values().stream()
                .filter(peer -> !peer.worker().equals(newer.worker()))
                .filter(peer -> peer.subnet().equals(newer.subnet())
                        || (peer.cluster().equals(newer.cluster())
                                && peer.underlay().equals(newer.underlay())
                                && peer.port() == newer.port()))
                .map(Peer::worker)
                .toList();
    }
}
