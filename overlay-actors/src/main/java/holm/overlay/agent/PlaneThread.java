package holm.overlay.agent;

import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.NodeSubnet;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that chooses by the policies, calls the data plane and writes what is remembered. All tables that wait are installed
 * together, of each service only the newest. Told by the agent.
 */
final class PlaneThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlaneThread.class);

    /** A piece of work that fails in the ways of planes and files. */
    @FunctionalInterface
    private interface Piece {
        void run() throws PlaneFailure, IOException, InterruptedException;
    }

    private record Wanted(RouteTable table, Viewpoint from) {}

    private final Plane plane;
    private final OverlayMemory memory;
    private final OverlayGauges gauges;
    private final ActorRef<OverlayCommand> agent;
    private final Compilation compilation;
    private final Map<ServiceId, Wanted> next = new ConcurrentHashMap<>();
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

    /** The subnet is durable before anybody is told where this worker is. */
    void open(NodeSubnet subnet) {
        submit("the bridge and the tunnel", () -> {
            memory.subnet(subnet);
            var underlay = plane.open(subnet, new AgentQuestions(agent));
            agent.tell(new OverlayCommand.Opened(subnet, underlay));
        });
    }

    /** @param all of them, this worker among them */
    void peers(List<Peer> all, WorkerId self) {
        submit("the tunnel's peers", () -> {
            memory.peers(all);
            plane.peers(all.stream().filter(peer -> !peer.worker().equals(self)).toList());
        });
    }

    void install(RouteTable table, Viewpoint from) {
        if (next.put(table.service(), new Wanted(table, from)) == null) {
            submit("the table of " + table.name(), this::installAll);
        }
    }

    void remove(List<ServiceId> services) {
        services.forEach(next::remove);
        submit("tables that go", () -> {
            for (var service : services) {
                memory.forget(service);
                compilation.removed(service);
            }
            plane.remove(services);
        });
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

    private void installAll() throws PlaneFailure, IOException, InterruptedException {
        var installs = new ArrayList<Compilation.Compiled>();
        for (var service : List.copyOf(next.keySet())) {
            var wanted = next.remove(service);
            if (wanted != null) {
                compile(wanted).ifPresent(installs::add);
            }
        }
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
            memory.table(table);
        }
    }

    /** @return what is to be installed; nothing when the table leads where it led before, or its policy fails */
    private Optional<Compilation.Compiled> compile(Wanted wanted) {
        try {
            var compiled = compilation.of(wanted.table(), wanted.from());
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
