package holm.overlay.plane;

import holm.domain.ServiceId;
import holm.domain.route.Peer;
import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Conntrack;
import holm.overlay.kernel.Family;
import holm.overlay.kernel.Flow;
import holm.overlay.kernel.Nft;
import holm.overlay.kernel.Tun;
import holm.overlay.network.Bridge;
import holm.overlay.network.LinuxNetworks;
import holm.overlay.network.NetworkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data plane of one worker in the Linux kernel: a tunnel to its peers and where service addresses lead. Packets are balanced and
 * translated by nftables and remembered by conntrack; only first packets to addresses that nobody knows here come into this process.
 * All of it outlives the process. Needs root.
 *
 * <p>Methods block and are for one thread at a time; {@link #resolved}, {@link #unknown} and {@link #misses} are for any.
 */
public final class DataPlane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataPlane.class);

    private final PlaneSettings settings;
    private final NetworkSettings network;
    private final boolean v6;
    private final MissListener listener;
    private final Nft nft;
    private final Peers peers;
    private final Services services;
    private final List<String> remarks = new ArrayList<>();
    private volatile Optional<MissPath> missPath = Optional.empty();
    private boolean isDeaf;

    private DataPlane(PlaneSettings settings, Nft nft, boolean v6, MissListener listener) {
        this.settings = settings;
        this.network = settings.network();
        this.v6 = v6;
        this.listener = listener;
        this.nft = nft;
        this.peers = new Peers(settings, v6, nft);
        this.services = new Services(network.name(), nft, new ServiceFiles(network.stateDirectory()), this::putBack);
    }

    /**
     * Makes everything or takes over what an earlier process left, without dropping a connection.
     *
     * @param listener who is asked for unknown addresses
     * @throws NetworkFailure when this process may not, a program is missing, or instances are attached to another subnet
     */
    public static DataPlane open(PlaneSettings settings, MissListener listener)
            throws NetworkFailure, InterruptedException {
        try {
            Files.createDirectories(settings.network().stateDirectory());
        } catch (IOException e) {
            throw new NetworkFailure(
                    "cannot make %s: %s".formatted(settings.network().stateDirectory(), e.getMessage()), e);
        }
        var nft = Nft.open();
        Optional<DataPlane> opened = Optional.empty();
        try {
            var bridge = new Bridge(settings.network(), settings.network().sysctls());
            bridge.ensure(nft);
            var plane = new DataPlane(settings, nft, bridge.hasV6(), listener);
            plane.ensure();
            opened = Optional.of(plane);
            return plane;
        } finally {
            if (opened.isEmpty()) {
                nft.close();
            }
        }
    }

    private void ensure() throws NetworkFailure, InterruptedException {
        new TunnelDevice(settings).ensure();
        var tun = openTun();
        try {
            var rules = new PlaneRules(settings, tun.isPresent());
            if (tun.isPresent()) {
                MissDevice.ensure(settings);
            }
            new Ways(network, rules.exit(), v6).ensure();
            nft.run(rules.script());
            services.restore();
            remarks.addAll(new ForwardPolicy(network).ensure(nft));
        } catch (NetworkFailure | InterruptedException | RuntimeException failed) {
            if (tun.isPresent()) {
                closeQuietly(tun.get());
            }
            throw failed;
        }
        tun.ifPresent(this::listen);
    }

    private void listen(Tun tun) {
        var path = new MissPath(tun, listener, services::isKnown, network.subnet(), System::nanoTime);
        path.start();
        missPath = Optional.of(path);
    }

    /** Somebody may have taken the device away, and its routes with it. */
    private void listenAgain() throws NetworkFailure, InterruptedException {
        var ended = missPath.filter(MissPath::hasEnded);
        if (ended.isPresent()) {
            missPath = Optional.empty();
            isDeaf = true;
            ended.get().close();
        }
        if (!isDeaf) {
            return;
        }
        var tun = Tun.open(network.missDevice());
        try {
            MissDevice.ensure(settings);
            new Ways(network, network.missDevice(), v6).ensure();
        } catch (NetworkFailure | InterruptedException | RuntimeException failed) {
            closeQuietly(tun);
            throw failed;
        }
        listen(tun);
        isDeaf = false;
        LOG.info("the miss path is open again");
    }

    private Optional<Tun> openTun() {
        try {
            return Optional.of(Tun.open(network.missDevice()));
        } catch (NetworkFailure absent) {
            remarks.add("%s: addresses of services are not found on first use, only those that are installed work"
                    .formatted(absent.getMessage()));
            return Optional.empty();
        }
    }

    /** Sentences for the person who starts this worker: what is missing or in the way. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /**
     * Makes these the only peers. Whoever is known already is not touched.
     *
     * @return how many entries of the kernel were changed
     */
    public int peers(Collection<Peer> all) throws NetworkFailure, InterruptedException {
        return peers.set(all);
    }

    /**
     * Says where the addresses of services lead, in one transaction: what differs from before is replaced, an address that is missing
     * leads nowhere any more, and flows that exist keep their targets.
     *
     * @return those that were installed: a table that is there in a newer version stays
     * @throws NetworkFailure when an address is none of a service's or is not written canonically; nothing was changed then
     */
    public List<ServiceTable> install(Collection<ServiceTable> tables) throws NetworkFailure, InterruptedException {
        return services.install(tables);
    }

    /**
     * Forgets services, in one transaction: the next packet to one of their addresses is a miss. Where flows still lead, new ones are
     * refused until then.
     */
    public void remove(Collection<ServiceId> gone) throws NetworkFailure, InterruptedException {
        services.remove(gone);
    }

    /**
     * Ends flows to endpoints; to be called after the tables without them were installed. Clients' next packets are balanced anew. All
     * flows of the machine are looked through, once for all endpoints.
     *
     * @param namespaceAddresses in their canonical spelling
     * @return how many ended
     */
    public int end(Set<String> namespaceAddresses, Ending ending) throws NetworkFailure {
        return namespaceAddresses.isEmpty()
                ? 0
                : Conntrack.end(
                        flow -> namespaceAddresses.contains(flow.server()) && (ending == Ending.DEAD || !flow.isTcp()));
    }

    /**
     * @param time up to 60 s
     * @return the service addresses that a packet went to or came from within that time, also of a flow that began earlier
     */
    public Set<String> usedWithin(Duration time) throws NetworkFailure, InterruptedException {
        return services.usedWithin(time);
    }

    /** @return the service addresses that the kernel remembers a flow to, however idle */
    public Set<String> held() throws NetworkFailure {
        return Conntrack.flows(flow -> Family.isService(flow.destination())).stream()
                .map(Flow::destination)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Forgets addresses of removed services that no flow holds any more, and repairs the way of misses. To be called now and then. */
    public void tidy() throws NetworkFailure, InterruptedException {
        services.tidy();
        listenAgain();
    }

    /** Before tables are written down: whoever waits for a first packet waits no longer than the kernel needs. */
    private void putBack(Set<String> addresses) {
        missPath.ifPresent(path -> addresses.forEach(path::resolved));
    }

    /** Puts back what waited for an address that was installed meanwhile. */
    public void resolved(String address) {
        missPath.ifPresent(path -> path.resolved(address));
    }

    /** Nobody has the address: who waits is told so, and for three seconds whoever comes. */
    public void unknown(String address) {
        missPath.ifPresent(path -> path.unknown(address));
    }

    public MissCounters misses() {
        return missPath.map(MissPath::counters).orElse(MissCounters.NONE);
    }

    /** Lets go; everything that was installed goes on working. */
    @Override
    public void close() {
        missPath.ifPresent(MissPath::close);
        nft.close();
    }

    /** Removes every trace of a worker's network from this machine. It must not be open; its subnet does not matter. */
    public static void reset(NetworkSettings network) throws NetworkFailure, InterruptedException {
        try (var nft = Nft.open()) {
            new ForwardPolicy(network).remove(nft);
        }
        Ways.remove(network.name());
        TunnelDevice.remove(network.tunnelDevice());
        TunnelDevice.remove(network.missDevice());
        LinuxNetworks.reset(network);
        new ServiceFiles(network.stateDirectory()).deleteAll();
    }

    private static void closeQuietly(Tun tun) {
        try {
            tun.close();
        } catch (IOException harmless) {
            // The first failure says more.
        }
    }
}
