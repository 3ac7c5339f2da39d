package holm.root.routes;

import holm.domain.ClusterId;
import holm.domain.WorkerId;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.route.Peer;
import holm.domain.route.Peers;
import holm.wire.link.Pages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The workers of all clusters, and who has to hear of them. Confined to one thread. */
final class PeerRelay {
    private Peers peers = Peers.NONE;

    /** @return what the other clusters have to hear; a worker of another cluster stays what it is */
    List<ServiceRelay.Message> here(ClusterId cluster, OverlayRequest.Here here, Collection<ClusterId> connected) {
        if (isOfAnother(here.worker(), cluster)) {
            return List.of();
        }
        var peer = new Peer(
                here.worker(), cluster, here.underlay(), here.port(), here.subnet(), here.coordinate(), here.name());
        return follow(peers.with(List.of(peer), List.of()), cluster, connected);
    }

    List<ServiceRelay.Message> left(ClusterId cluster, List<WorkerId> workers, Collection<ClusterId> connected) {
        var own = workers.stream()
                .filter(worker -> peers.find(worker)
                        .filter(peer -> peer.cluster().equals(cluster))
                        .isPresent())
                .toList();
        return follow(peers.with(List.of(), own), cluster, connected);
    }

    /** @return what a cluster hears first in its session */
    List<ServiceRelay.Message> all(ClusterId cluster) {
        var others = peers.all().stream()
                .filter(peer -> !peer.cluster().equals(cluster))
                .toList();
        return Pages.of(others).stream()
                .map(page -> new ServiceRelay.Message(cluster, new OverlayUpdate.Peers(page, List.of())))
                .toList();
    }

    List<Peer> all() {
        return peers.all();
    }

    private boolean isOfAnother(WorkerId worker, ClusterId cluster) {
        return peers.find(worker)
                .filter(peer -> !peer.cluster().equals(cluster))
                .isPresent();
    }

    private List<ServiceRelay.Message> follow(Peers.Change change, ClusterId from, Collection<ClusterId> connected) {
        peers = change.next();
        if (change.isNothing()) {
            return List.of();
        }
        var update = new OverlayUpdate.Peers(change.present(), change.gone());
        var messages = new ArrayList<ServiceRelay.Message>();
        connected.stream()
                .filter(cluster -> !cluster.equals(from) || !change.gone().isEmpty())
                .forEach(cluster -> messages.add(new ServiceRelay.Message(cluster, update)));
        return messages;
    }
}
