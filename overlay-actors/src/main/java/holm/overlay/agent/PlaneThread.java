package holm.overlay.agent;

import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.AddressPair;
import holm.domain.route.Peer;
import holm.domain.route.RouteTable;
import holm.overlay.balance.BalancingPolicies;
import holm.overlay.balance.Viewpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that chooses by the policies, calls the data plane and writes what is remembered. What waits is done together, of
 * each service only what was wanted last. What the data plane did not do stays wanted, until {@link #again}. Told by the agent.
 */
final class PlaneThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlaneThread.class);

    /** A piece of work that fails in the ways of planes and files. */
    @FunctionalInterface
    private interface Piece {
        void run() throws PlaneFailure, IOException, InterruptedException;
    }

    /** A change of what is remembered. */
    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    /** What is wanted of one service. */
    private sealed interface Wish {
        record Install(RouteTable table, Viewpoint from, Optional<Set<AddressPair>> clients) implements Wish {}

        record Remove() implements Wish {}
    }

    /** @param all of them, {@code self} among them */
    private record Peering(List<Peer> all, WorkerId self) {
        List<Peer> others() {
            return all.stream().filter(peer -> !peer.worker().equals(self)).toList();
        }
    }

    private final Plane plane;
    private final OverlayMemory memory;
    private final OverlayGauges gauges;
    private final ActorRef<OverlayCommand> agent;
    private final Compilation compilation;
    private final Map<ServiceId, Wish> wishes = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Peering> peering = new AtomicReference<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("overlay-plane").daemon().factory());
    private String lastFailure = "";

    PlaneThread(
            Plane plane,
            BalancingPolicies policies,
            OverlayMemory memory,
            OverlayGauges gauges,
            ActorRef<OverlayCommand> agent) {
        this.plane = plane;
        this.compilation = new Compilation(policies);
        this.memory = memory;
        this.gauges = gauges;
        this.agent = agent;
    }

    /**
     * The subnet is durable before anybody is told where this worker is, and not before the one of an earlier day is left: with that
     * one the next process finds what runs.
     */
    void open(OverlayMemory.Subnet own) {
        submit("the bridge and the tunnel", () -> {
            var subnet = own.subnet();
            plane.vacate(subnet);
            memory.subnet(own);
            var underlay = plane.open(subnet, new AgentQuestions(agent));
            agent.tell(new OverlayCommand.Opened(subnet, underlay));
        });
    }

    /** At once, and after whatever opening is under way: that would let instances in again. */
    void pause() {
        plane.pause();
        submit("the pause of new instances", plane::pause);
    }

    /** @param all of them, this worker among them */
    void peers(List<Peer> all, WorkerId self) {
        peering.set(new Peering(all, self));
        submit("the tunnel's peers", this::peer);
    }

    /** @param clients as {@link Plane.Installation#clients} */
    void install(RouteTable table, Viewpoint from, Optional<Set<AddressPair>> clients) {
        wishes.put(table.service(), new Wish.Install(table, from, clients));
        submit("the table of " + table.name(), this::fulfil);
    }

    void remove(List<ServiceId> services) {
        services.forEach(service -> wishes.put(service, new Wish.Remove()));
        submit("tables that go", this::fulfil);
    }

    /** Tries once more what failed, except tables to install: their agent asks for them again. */
    void again() {
        if (peering.get() != null) {
            submit("the tunnel's peers", this::peer);
        }
        if (!wishes.isEmpty()) {
            submit("tables", this::fulfil);
        }
    }

    void answer(String address, boolean isKnown) {
        submit("address " + address, () -> {
            if (isKnown) {
                plane.resolved(address);
            } else {
                plane.unknown(address);
            }
        });
    }

    void askUse(Duration within) {
        submit("the use of tables", () -> agent.tell(new OverlayCommand.Used(plane.used(within))));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void peer() throws PlaneFailure, InterruptedException {
        for (var wanted = peering.get(); wanted != null; wanted = peering.get()) {
            var all = wanted.all();
            plane.peers(wanted.others());
            peering.compareAndSet(wanted, null);
            remember("peers", () -> memory.peers(all));
        }
    }

    private void fulfil() throws PlaneFailure, InterruptedException {
        var installs = new ArrayList<Compilation.Compiled>();
        var removals = new ArrayList<ServiceId>();
        for (var service : List.copyOf(wishes.keySet())) {
            switch (wishes.remove(service)) {
                case Wish.Install install -> compile(install).ifPresent(installs::add);
                case Wish.Remove _ -> removals.add(service);
                case null -> {
                    // done meanwhile
                }
            }
        }
        try {
            removeAll(removals);
        } finally {
            installAll(installs);
        }
    }

    private void removeAll(List<ServiceId> services) throws PlaneFailure, InterruptedException {
        if (services.isEmpty()) {
            return;
        }
        try {
            plane.remove(services);
        } catch (PlaneFailure failure) {
            services.forEach(service -> wishes.putIfAbsent(service, new Wish.Remove()));
            throw failure;
        }
        for (var service : services) {
            compilation.removed(service);
            remember("the end of a table", () -> memory.forget(service));
        }
    }

    private void installAll(List<Compilation.Compiled> installs) throws PlaneFailure, InterruptedException {
        if (installs.isEmpty()) {
            return;
        }
        try {
            plane.install(
                    installs.stream().map(Compilation.Compiled::installation).toList());
        } catch (PlaneFailure failure) {
            installs.forEach(install -> agent.tell(new OverlayCommand.NotInstalled(
                    install.installation().table().service())));
            throw failure;
        }
        for (var install : installs) {
            var table = install.installation().table();
            compilation.installed(install);
            gauges.updated();
            agent.tell(new OverlayCommand.Installed(table));
            remember("a table", () -> memory.table(table));
        }
    }

    /** What is in the kernel counts: what a full disk does not take is missing only after a restart, until the cluster says it again. */
    private void remember(String what, Writing writing) {
        try {
            writing.run();
        } catch (IOException failure) {
            gauges.failed();
            LOG.warn("The overlay cannot remember {}: {}", what, failure.getMessage());
        }
    }

    /** @return what is to be installed; nothing when the table leads where it led before, or its policy fails */
    private Optional<Compilation.Compiled> compile(Wish.Install wanted) {
        try {
            var compiled = compilation.of(wanted.table(), wanted.from(), wanted.clients());
            if (compiled.isEmpty()) {
                agent.tell(new OverlayCommand.Installed(wanted.table()));
            }
            return compiled;
        } catch (RuntimeException defect) {
            gauges.failed();
            LOG.error(
                    "A policy of {} fails; its table stays as it was",
                    wanted.table().name(),
                    defect);
            return Optional.empty();
        }
    }

    private void submit(String what, Piece piece) {
        try {
            thread.execute(() -> attempt(what, piece));
        } catch (RejectedExecutionException closed) {
            LOG.debug("{}: the overlay stops", what);
        }
    }

    private void attempt(String what, Piece piece) {
        try {
            piece.run();
            lastFailure = "";
        } catch (PlaneFailure | IOException failure) {
            gauges.failed();
            var message = what + ": " + failure.getMessage();
            if (!message.equals(lastFailure)) {
                LOG.warn("The overlay failed, it is tried again: {}", message);
            }
            lastFailure = message;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            gauges.failed();
            LOG.error("The overlay failed in a way that it does not state: {}", what, defect);
        }
    }
}
