package holm.cluster.routes;

import holm.cluster.ClusterLimits;
import holm.cluster.root.RootCommand;
import holm.domain.ClusterId;
import holm.domain.WorkerId;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.message.Upward;
import holm.domain.route.Peer;
import holm.domain.route.Peers;
import holm.wire.link.Pages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Where the workers' tunnels end: tells each worker of all others, and the root of this cluster's. Nothing is stored: workers say it
 * again in each session. A worker that is merely silent stays, because its instances may run on.
 */
public final class PeerBook {
    private final TimerScheduler<PeerCommand> timers;
    private final RoutesParts parts;
    private final Map<String, ActorRef<OverlayUpdate>> sessions = new HashMap<>();
    private final Map<WorkerId, Peer> changed = new HashMap<>();
    private final Set<WorkerId> gone = new HashSet<>();
    private Peers peers = Peers.NONE;

    private PeerBook(TimerScheduler<PeerCommand> timers, RoutesParts parts) {
        this.timers = timers;
        this.parts = parts;
    }

    public static Behavior<PeerCommand> create(RoutesParts parts) {
        return Behaviors.withTimers(timers -> {
            var book = new PeerBook(timers, parts);
            return Behaviors.receiveMessage(command -> {
                book.on(command);
                return Behaviors.same();
            });
        });
    }

    private void on(PeerCommand command) {
        switch (command) {
            case PeerCommand.Here(var peer, var session, var updates) -> here(peer, session, updates);
            case PeerCommand.SessionEnded(var session) -> sessions.remove(session);
            case PeerCommand.Removed(var worker) -> follow(peers.with(List.of(), List.of(worker)));
            case PeerCommand.Foreign(var told) -> {
                var foreign = told.present().stream()
                        .filter(peer -> !isOwn(peer.cluster()))
                        .toList();
                var left = told.gone().stream()
                        .filter(worker -> peers.find(worker)
                                .filter(peer -> !isOwn(peer.cluster()))
                                .isPresent())
                        .toList();
                follow(peers.with(foreign, left));
            }
            case PeerCommand.RootConnected _ ->
                peers.all().stream().filter(peer -> isOwn(peer.cluster())).forEach(this::tellRoot);
            case PeerCommand.Flush _ -> flush();
        }
    }

    private void here(Peer peer, String session, ActorRef<OverlayUpdate> updates) {
        var change = peers.with(List.of(peer), List.of());
        peers = change.next();
        if (sessions.put(session, updates) == null) {
            Pages.of(peers.all()).forEach(page -> updates.tell(new OverlayUpdate.Peers(page, List.of())));
        }
        follow(change);
    }

    private void follow(Peers.Change change) {
        peers = change.next();
        if (change.isNothing()) {
            return;
        }
        change.present().forEach(peer -> {
            changed.put(peer.worker(), peer);
            gone.remove(peer.worker());
        });
        change.gone().forEach(worker -> {
            gone.add(worker);
            changed.remove(worker);
        });
        change.present().stream().filter(peer -> isOwn(peer.cluster())).forEach(this::tellRoot);
        if (!change.gone().isEmpty()) {
            say(new OverlayRequest.Left(change.gone()));
        }
        if (!timers.isTimerActive(new PeerCommand.Flush())) {
            timers.startSingleTimer(new PeerCommand.Flush(), ClusterLimits.PEERS_TOGETHER);
        }
    }

    private void flush() {
        var messages = new ArrayList<OverlayUpdate>();
        Pages.of(List.copyOf(changed.values())).forEach(page -> messages.add(new OverlayUpdate.Peers(page, List.of())));
        Pages.of(List.copyOf(gone)).forEach(page -> messages.add(new OverlayUpdate.Peers(List.of(), page)));
        sessions.values().forEach(session -> messages.forEach(session::tell));
        changed.clear();
        gone.clear();
    }

    private boolean isOwn(ClusterId cluster) {
        return parts.rootView()
                .membership()
                .filter(who -> who.cluster().equals(cluster))
                .isPresent();
    }

    private void tellRoot(Peer peer) {
        say(new OverlayRequest.Here(
                peer.worker(), peer.underlay(), peer.port(), peer.subnet(), peer.coordinate(), peer.name()));
    }

    private void say(OverlayRequest request) {
        parts.root().tell(new RootCommand.Say(new Upward.Overlay(request)));
    }
}
