package holm.overlay.testing;

import holm.domain.ServiceId;
import holm.domain.address.NodeSubnet;
import holm.domain.route.Peer;
import holm.overlay.agent.Plane;
import holm.overlay.agent.PlaneFailure;
import holm.overlay.balance.Destination;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** A data plane without a kernel: it remembers what it was told, and fails when a test wants it to. Thread-safe. */
public final class RecordingPlane implements Plane {
    public static final Underlay UNDERLAY = new Underlay("192.0.2.1", Peer.DEFAULT_PORT);

    private final Map<ServiceId, Installation> installed = new ConcurrentHashMap<>();
    private final List<Installation> history = new CopyOnWriteArrayList<>();
    private final List<Set<ServiceId>> removals = new CopyOnWriteArrayList<>();
    private final List<String> resolved = new CopyOnWriteArrayList<>();
    private final List<String> unknown = new CopyOnWriteArrayList<>();
    private final Semaphore turn = new Semaphore(1);
    private volatile Optional<NodeSubnet> subnet = Optional.empty();
    private volatile List<Peer> peers = List.of();
    private volatile Optional<Questions> questions = Optional.empty();
    private volatile boolean failing;
    private volatile boolean inUse;
    private volatile boolean isPaused;
    private volatile Missed missed = Missed.NONE;

    @Override
    public void pause() {
        isPaused = true;
    }

    /** @return whether new instances wait */
    public boolean isPaused() {
        return isPaused;
    }

    @Override
    public void vacate(NodeSubnet next) throws PlaneFailure {
        if (inUse && subnet.isPresent() && !subnet.get().equals(next)) {
            throw new PlaneFailure("instances have addresses of " + subnet.get());
        }
    }

    /** Whether instances have addresses of its subnet: it does not move then. */
    public void inUse(boolean now) {
        inUse = now;
    }

    @Override
    public Underlay open(NodeSubnet given, Questions asks) throws PlaneFailure, InterruptedException {
        mayFail();
        subnet = Optional.of(given);
        isPaused = false;
        questions = Optional.of(asks);
        return UNDERLAY;
    }

    @Override
    public void peers(List<Peer> all) throws PlaneFailure, InterruptedException {
        mayFail();
        peers = List.copyOf(all);
    }

    @Override
    public void install(List<Installation> all) throws PlaneFailure, InterruptedException {
        mayFail();
        history.addAll(all);
        all.forEach(installation -> installed.put(installation.table().service(), installation));
    }

    @Override
    public void remove(Collection<ServiceId> services) throws PlaneFailure, InterruptedException {
        mayFail();
        installed.keySet().removeAll(services);
        removals.add(Set.copyOf(services));
    }

    @Override
    public void resolved(String address) {
        resolved.add(address);
    }

    @Override
    public void unknown(String address) {
        unknown.add(address);
    }

    @Override
    public Set<ServiceId> used(Duration within) {
        return Set.copyOf(installed.keySet());
    }

    @Override
    public Missed missed() {
        return missed;
    }

    /** What it says became of packets. */
    public void missed(Missed now) {
        missed = now;
    }

    /** A packet to an address that no table knows. */
    public void miss(String address) {
        questions.orElseThrow().missed(address);
    }

    /** Whatever it is told from now on takes until {@link #letGo}. */
    public void hold() {
        turn.acquireUninterruptibly();
    }

    public void letGo() {
        turn.release();
    }

    /** From now on it does nothing that it is told, or everything again. */
    public void fail(boolean now) {
        failing = now;
    }

    public Optional<NodeSubnet> subnet() {
        return subnet;
    }

    public List<Peer> peers() {
        return peers;
    }

    public Optional<Installation> installed(ServiceId service) {
        return Optional.ofNullable(installed.get(service));
    }

    /** @return everything that was ever installed, in order */
    public List<Installation> history() {
        return history;
    }

    /** @return what was taken away, each time */
    public List<Set<ServiceId>> removals() {
        return removals;
    }

    /** @return where an address leads; empty when no table knows it */
    public Optional<Destination> destination(String address) {
        return installed.values().stream()
                .flatMap(installation -> installation.destinations().stream())
                .filter(destination -> destination.address().equals(address))
                .findFirst();
    }

    public List<String> resolvedAddresses() {
        return resolved;
    }

    public List<String> unknownAddresses() {
        return unknown;
    }

    private void mayFail() throws PlaneFailure, InterruptedException {
        turn.acquire();
        turn.release();
        if (failing) {
            throw new PlaneFailure("the test wants it to fail");
        }
    }
}
