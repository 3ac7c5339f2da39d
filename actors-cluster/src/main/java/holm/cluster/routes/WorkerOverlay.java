package holm.cluster.routes;

import holm.cluster.Entities;
import holm.cluster.instance.InstanceRow;
import holm.cluster.root.RootCommand;
import holm.cluster.worker.WorkerCommand;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.message.Upward;
import holm.domain.message.Usage;
import holm.domain.route.Coordinate;
import holm.domain.route.Peer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The overlay's half of one session of a worker: what it is interested in, where it is, which subnet it has. All of it ends with the
 * session. Confined to its session.
 */
public final class WorkerOverlay {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerOverlay.class);

    /** A worker of 1,000 instances talks to fewer services than this; more are a mistake or an attack. */
    private static final int MOST_INTERESTS = 50_000;

    private static final int LARGEST_PORT = 65_535;

    /** What it needs of others. */
    public record Parts(
            Entities entities, RoutesParts routes, ActorRef<ResolverCommand> resolver, ActorRef<PeerCommand> peers) {}

    /**
     * How it speaks.
     *
     * @param updates to the worker
     * @param answers back to this session: of the resolver
     * @param subnets back to this session: what the worker's owner keeps
     */
    public record Mouth(
            ActorRef<OverlayUpdate> updates,
            ActorRef<ResolverCommand.Answer> answers,
            ActorRef<Optional<NodeSubnet>> subnets) {}

    private final Parts parts;
    private final WorkerId worker;
    private final String name;
    private final String session;
    private final Mouth mouth;
    private final Set<ServiceId> interests = new HashSet<>();
    private final Loads loads = new Loads();
    private Optional<NodeSubnet> subnet = Optional.empty();
    private Optional<OverlayRequest.Here> here = Optional.empty();

    /** @param name what people call the worker */
    public WorkerOverlay(Parts parts, WorkerId worker, String name, String session, Mouth mouth) {
        this.parts = parts;
        this.worker = worker;
        this.name = name;
        this.session = session;
        this.mouth = mouth;
    }

    public void received(OverlayRequest request) {
        switch (request) {
            case OverlayRequest.SubnetWanted(var who, var held) -> subnetWanted(who, held);
            case OverlayRequest.Here now -> {
                here = Optional.of(now).filter(this::isSound);
                announce();
            }
            case OverlayRequest.Resolve resolve ->
                parts.resolver().tell(new ResolverCommand.Resolve(resolve.question(), mouth.answers()));
            case OverlayRequest.Interested(var services) -> services.forEach(this::interested);
            case OverlayRequest.Uninterested(var services) -> services.forEach(this::uninterested);
            case OverlayRequest.Applied(var service, var version) -> {
                if (interests.contains(service)) {
                    tell(service, new ServiceRoutesCommand.Applied(worker, session, version));
                }
            }
            case OverlayRequest.Left _, OverlayRequest.Endpoints _, OverlayRequest.SubnetReturned _ ->
                LOG.warn("Worker {} says what only a cluster may say: ignored", worker);
        }
    }

    public void resolved(ResolverCommand.Answer answer) {
        if (answer.service().isEmpty()) {
            mouth.updates().tell(new OverlayUpdate.NoRoutes(answer.question()));
            return;
        }
        var service = answer.service().get();
        mouth.updates().tell(new OverlayUpdate.Resolved(answer.question(), service));
        interested(service, 0);
    }

    /** The subnet that the root gave it, now or before: it may say where it is. */
    public void given(NodeSubnet now) {
        subnet = Optional.of(now);
        mouth.updates().tell(new OverlayUpdate.SubnetGiven(worker, now));
        announce();
    }

    public boolean has(NodeSubnet other) {
        return subnet.equals(Optional.of(other));
    }

    public void used(List<Usage> samples) {
        for (var usage : samples) {
            var serving = parts.routes().rows().find(usage.instance()).flatMap(InstanceRow::serving);
            if (serving.isEmpty()) {
                loads.forget(usage.instance());
                continue;
            }
            loads.news(usage, serving.get().milliCpus())
                    .ifPresent(percent ->
                            tell(usage.instance().service(), new ServiceRoutesCommand.Busy(usage.instance(), percent)));
        }
    }

    /** Owners of routes that were restarted learn of this worker again. */
    public void remind() {
        interests.forEach(
                service -> tell(service, new ServiceRoutesCommand.StillInterested(worker, session, mouth.updates())));
    }

    public void ended() {
        interests.forEach(service -> tell(service, new ServiceRoutesCommand.Uninterested(worker, session)));
        parts.peers().tell(new PeerCommand.SessionEnded(session));
    }

    /** What is remembered is good while the root is away; the root has the last word. */
    private void subnetWanted(WorkerId who, Optional<NodeSubnet> held) {
        if (!who.equals(worker)) {
            LOG.warn("Worker {} asks for the subnet of {}: ignored", worker, who);
            return;
        }
        parts.entities().worker(worker).tell(new WorkerCommand.AskSubnet(mouth.subnets()));
        parts.routes()
                .root()
                .tell(new RootCommand.Say(new Upward.Overlay(new OverlayRequest.SubnetWanted(worker, held))));
    }

    /** Only with the subnet that is its own: packets of others would come to it otherwise. */
    private void announce() {
        var cluster = parts.routes().rootView().membership();
        if (cluster.isEmpty() || here.isEmpty() || !subnet.equals(here.map(OverlayRequest.Here::subnet))) {
            return;
        }
        var now = here.get();
        var peer = new Peer(
                worker,
                cluster.get().cluster(),
                now.underlay(),
                now.port(),
                now.subnet(),
                now.coordinate(),
                Optional.of(name));
        parts.peers().tell(new PeerCommand.Here(peer, session, mouth.updates()));
    }

    private boolean isSound(OverlayRequest.Here now) {
        var isAddress = Ipv4Address.tryParse(now.underlay()).isPresent()
                || Ipv6Address.tryParse(now.underlay()).isPresent();
        var isSound = now.worker().equals(worker)
                && isAddress
                && now.port() > 0
                && now.port() <= LARGEST_PORT
                && isFinite(now.coordinate());
        if (!isSound) {
            LOG.warn("Worker {} says that it is where nobody can be: {}", worker, now);
        }
        return isSound;
    }

    private static boolean isFinite(Coordinate place) {
        return Double.isFinite(place.x())
                && Double.isFinite(place.y())
                && Double.isFinite(place.height())
                && Double.isFinite(place.error());
    }

    private void interested(ServiceId service, long version) {
        if (interests.size() >= MOST_INTERESTS && !interests.contains(service)) {
            LOG.warn(
                    "Worker {} is interested in more than {} services: {} is left out",
                    worker,
                    MOST_INTERESTS,
                    service);
            return;
        }
        interests.add(service);
        tell(service, new ServiceRoutesCommand.Interested(worker, session, version, mouth.updates()));
    }

    private void uninterested(ServiceId service) {
        if (interests.remove(service)) {
            tell(service, new ServiceRoutesCommand.Uninterested(worker, session));
        }
    }

    private void tell(ServiceId service, ServiceRoutesCommand command) {
        parts.entities().routes(service).tell(command);
    }
}
