package holm.cluster.routes;

import holm.cluster.ClusterLimits;
import holm.cluster.Entities;
import holm.cluster.worker.DirectoryCommand;
import holm.cluster.worker.WorkerCommand;
import holm.domain.ServiceId;
import holm.domain.message.Downward;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The overlay's half of the link to the root: hands on what the root says, and says everything again in each session. Confined to the link. */
public final class RootOverlay {
    private static final Logger LOG = LoggerFactory.getLogger(RootOverlay.class);

    private final Entities entities;
    private final RoutesBoard board;
    private final ActorRef<ResolverCommand> resolver;
    private final ActorRef<PeerCommand> peers;
    private final ActorRef<DirectoryCommand> directory;
    private final Set<ServiceId> wantedAbove = new HashSet<>();

    public RootOverlay(
            Entities entities,
            RoutesBoard board,
            ActorRef<ResolverCommand> resolver,
            ActorRef<PeerCommand> peers,
            ActorRef<DirectoryCommand> directory) {
        this.entities = entities;
        this.board = board;
        this.resolver = resolver;
        this.peers = peers;
        this.directory = directory;
    }

    /** @return what to say first in this session */
    public List<OverlayRequest> connected() {
        peers.tell(new PeerCommand.RootConnected());
        var requests = new ArrayList<OverlayRequest>();
        var page = new HashMap<ServiceId, Long>();
        for (var entry : board.wanted().entrySet()) {
            page.put(entry.getKey(), entry.getValue());
            if (page.size() == ClusterLimits.IDS_IN_A_MESSAGE) {
                requests.add(new OverlayRequest.Interested(Map.copyOf(page)));
                page.clear();
            }
        }
        if (!page.isEmpty()) {
            requests.add(new OverlayRequest.Interested(page));
        }
        return requests;
    }

    /** What the root wants to know it says again in the next session. */
    public void closed() {
        wantedAbove.forEach(service -> wanted(service, false));
        wantedAbove.clear();
    }

    public void received(OverlayUpdate update) {
        switch (update) {
            case OverlayUpdate.SubnetGiven(var worker, var subnet) -> {
                entities.worker(worker).tell(new WorkerCommand.KeepSubnet(subnet));
                directory.tell(new DirectoryCommand.Tell(worker, new Downward.Overlay(update)));
            }
            case OverlayUpdate.SubnetTaken(var worker) ->
                entities.worker(worker).tell(new WorkerCommand.SubnetTaken());
            case OverlayUpdate.Peers foreign -> peers.tell(new PeerCommand.Foreign(foreign));
            case OverlayUpdate.Routes routes ->
                entities.routes(routes.table().service()).tell(new ServiceRoutesCommand.Foreign(routes));
            case OverlayUpdate.Resolved resolved ->
                resolver.tell(new ResolverCommand.Answered(resolved.question(), Optional.of(resolved.service())));
            case OverlayUpdate.NoRoutes nobody ->
                resolver.tell(new ResolverCommand.Answered(nobody.question(), Optional.empty()));
            case OverlayUpdate.Gone(var services) ->
                services.forEach(service -> entities.routes(service).tell(new ServiceRoutesCommand.Gone()));
            case OverlayUpdate.EndpointsWanted(var services) ->
                services.forEach(service -> {
                    wantedAbove.add(service);
                    wanted(service, true);
                });
            case OverlayUpdate.EndpointsUnwanted(var services) ->
                services.forEach(service -> {
                    wantedAbove.remove(service);
                    wanted(service, false);
                });
            case OverlayUpdate.RoutesChanged changed ->
                LOG.warn("The root says a change of {} instead of its table: ignored", changed.service());
        }
    }

    private void wanted(ServiceId service, boolean isWanted) {
        entities.routes(service).tell(new ServiceRoutesCommand.WantedAbove(isWanted));
    }
}
