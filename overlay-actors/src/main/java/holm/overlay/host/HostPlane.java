package holm.overlay.host;

import holm.domain.ServiceId;
import holm.domain.address.NodeSubnet;
import holm.domain.address.Policies;
import holm.domain.route.Endpoint;
import holm.domain.route.Peer;
import holm.overlay.InstanceNetworks;
import holm.overlay.NetworkFailure;
import holm.overlay.WaitingNetworks;
import holm.overlay.agent.Plane;
import holm.overlay.agent.PlaneFailure;
import holm.overlay.balance.Destination;
import holm.overlay.dns.KnownNames;
import holm.overlay.kernel.Links;
import holm.overlay.network.LinuxNetworks;
import holm.overlay.network.NodeAddresses;
import holm.overlay.plane.DataPlane;
import holm.overlay.plane.Ending;
import holm.overlay.plane.ServiceTable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data plane of this machine as its agent sees it. What an earlier process left is adopted at once; the rest opens
 * when the agent knows the subnet. {@link #open} and what changes it are for one thread; {@link #networks}, {@link #pause}, {@link #remarks} and
 * {@link #missed} are for any.
 */
public final class HostPlane implements Plane, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostPlane.class);

    private final HostSettings settings;
    private final KnownNames names;
    private final WaitingNetworks networks = new WaitingNetworks(WaitingNetworks.PATIENCE);
    private final Departures departures = new Departures();
    private final Map<String, ServiceId> owners = new HashMap<>();
    private String underlay = "";
    /** With which anything here was opened. */
    private Optional<NodeSubnet> held = Optional.empty();

    private Optional<LinuxNetworks> linux = Optional.empty();
    private final CompletableFuture<List<String>> remarks = new CompletableFuture<>();
    private volatile Optional<DataPlane> plane = Optional.empty();
    private final BridgeNameServer nameServer;

    public HostPlane(HostSettings settings, Policies policies) {
        this.settings = settings;
        this.names = new KnownNames(policies);
        this.nameServer = new BridgeNameServer(settings, names);
    }

    /** Makes the networks of instances; whoever wants one before the subnet is known waits. */
    public InstanceNetworks networks() {
        return networks;
    }

    private void attach(NodeSubnet subnet) throws NetworkFailure, InterruptedException {
        if (linux.isPresent()) {
            networks.resume();
            return;
        }
        var opened = LinuxNetworks.open(settings.network(subnet));
        linux = Optional.of(opened);
        networks.open(new NamedNetworks(opened, new NodeAddresses(subnet), names, nameServer::isExpected));
        held = Optional.of(subnet);
    }

    /**
     * Opens the networks of instances that an earlier process left, so that what runs is adopted before anybody is asked. After a restart of
     * the machine there is nothing to adopt, and the bridge has to wait for the tunnel, which says how long packets may be.
     */
    public void adopt(NodeSubnet subnet) throws NetworkFailure, InterruptedException {
        if (Links.exists(settings.name())) {
            attach(subnet);
        }
    }

    @Override
    public void pause() {
        networks.pause("waiting for this worker's cluster to say which subnet it has under its new id");
    }

    @Override
    public void vacate(NodeSubnet next) throws PlaneFailure, InterruptedException {
        if (held.isEmpty() || held.get().equals(next)) {
            return;
        }
        try {
            if (!networks.pause("waiting for instances to go that have addresses of this worker's old subnet")
                    || (linux.isPresent() && linux.get().hasInstances())) {
                throw new PlaneFailure(
                        "instances have addresses of %s; %s is taken when they are gone".formatted(held.get(), next));
            }
        } catch (NetworkFailure failure) {
            throw failed(failure);
        }
        nameServer.close();
        plane.ifPresent(DataPlane::close);
        plane = Optional.empty();
        linux.ifPresent(LinuxNetworks::close);
        linux = Optional.empty();
        held = Optional.empty();
    }

    @Override
    public Underlay open(NodeSubnet subnet, Questions questions) throws PlaneFailure, InterruptedException {
        try {
            if (plane.isEmpty()) {
                openPlane(subnet, questions);
            }
            nameServer.open(subnet, questions::find);
            attach(subnet);
            return new Underlay(underlay, settings.port());
        } catch (NetworkFailure failure) {
            throw failed(failure);
        }
    }

    private void openPlane(NodeSubnet subnet, Questions questions) throws NetworkFailure, InterruptedException {
        try {
            var chosen = settings.underlay().choose();
            plane = Optional.of(DataPlane.open(settings.plane(subnet, chosen), questions::missed));
            underlay = chosen.address();
            held = Optional.of(subnet);
        } catch (NetworkFailure noTunnel) {
            // Instances run, know names of the Internet and are reached by their ports while there is none.
            attach(subnet);
            nameServer.open(subnet, questions::find);
            throw noTunnel;
        }
        plane.get().remarks().forEach(remark -> LOG.info("overlay: {}", remark));
        remarks.complete(plane.get().remarks());
    }

    /** Sentences for the person who starts this worker, about what is missing or in the way; known once it is open. */
    public CompletionStage<List<String>> remarks() {
        return remarks.minimalCompletionStage();
    }

    @Override
    public void peers(List<Peer> all) throws PlaneFailure, InterruptedException {
        try {
            opened().peers(all);
        } catch (NetworkFailure failure) {
            throw failed(failure);
        }
    }

    @Override
    public void install(List<Installation> all) throws PlaneFailure, InterruptedException {
        try {
            opened().install(all.stream()
                    .map(one ->
                            new ServiceTable(one.table().service(), one.table().version(), one.destinations()))
                    .toList());
            for (var one : all) {
                admit(one);
                remember(one);
            }
            drain(all);
        } catch (NetworkFailure failure) {
            throw failed(failure);
        }
    }

    private void drain(List<Installation> all) throws PlaneFailure, NetworkFailure {
        var present = addresses(all, one -> one.table().endpoints());
        departures.arrived(present);
        var gone = addresses(all, Installation::gone);
        gone.removeAll(present);
        opened().end(gone, Ending.DRAINING);
        departures.left(gone, System.nanoTime());
    }

    @Override
    public void remove(Collection<ServiceId> services) throws PlaneFailure, InterruptedException {
        try {
            opened().remove(services);
            if (linux.isPresent()) {
                for (var service : services) {
                    linux.get().admit(service, Set.of());
                }
            }
            owners.values().removeAll(Set.copyOf(services));
            services.forEach(names::remove);
        } catch (NetworkFailure failure) {
            throw failed(failure);
        }
    }

    @Override
    public void resolved(String address) throws PlaneFailure {
        opened().resolved(address);
    }

    @Override
    public void unknown(String address) throws PlaneFailure {
        opened().unknown(address);
    }

    @Override
    public Missed missed() {
        return plane.map(DataPlane::misses)
                .map(count -> new Missed(
                        count.held(), count.returned(), count.refused(), count.dropped() + count.malformed()))
                .orElse(Missed.NONE);
    }

    /** Also takes leave of endpoints that had their time. */
    @Override
    public Set<ServiceId> used(Duration within) throws PlaneFailure, InterruptedException {
        try {
            var data = opened();
            var over = departures.over(System.nanoTime());
            data.end(over, Ending.DEAD);
            departures.ended(over);
            data.tidy();
            return Stream.concat(data.usedWithin(within).stream(), data.held().stream())
                    .map(owners::get)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (NetworkFailure failure) {
            throw failed(failure);
        }
    }

    /** Lets go; what is attached and installed goes on working. */
    @Override
    public void close() {
        nameServer.close();
        plane.ifPresent(DataPlane::close);
        networks.close();
    }

    private void admit(Installation one) throws NetworkFailure, InterruptedException {
        if (linux.isPresent()) {
            linux.get().admit(one.table().service(), one.clients().orElse(Set.of()));
        }
    }

    private void remember(Installation one) {
        var service = one.table().service();
        owners.values().removeIf(service::equals);
        one.destinations().stream().map(Destination::address).forEach(address -> owners.put(address, service));
        names.put(one.table());
    }

    private static Set<String> addresses(List<Installation> all, Function<Installation, List<Endpoint>> endpoints) {
        return all.stream()
                .flatMap(one -> endpoints.apply(one).stream())
                .flatMap(endpoint -> endpoint.namespaceAddresses().texts().stream())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private DataPlane opened() throws PlaneFailure {
        return plane.orElseThrow(() -> new PlaneFailure("the data plane is not open yet"));
    }

    private static PlaneFailure failed(NetworkFailure failure) {
        return new PlaneFailure(String.valueOf(failure.getMessage()), failure);
    }
}
