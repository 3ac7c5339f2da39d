package holm.overlay;

import holm.domain.InstanceId;
import holm.domain.descriptor.PortMapping;
import holm.domain.network.NetworkNeed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The networks of a worker that has no subnet yet, or is about to get another one: whoever wants to attach waits, but not for ever.
 * Thread-safe.
 */
public final class WaitingNetworks implements InstanceNetworks {
    /** Less than a cluster waits for a worker to say something about a new instance (90 s): it tries another one then. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String NOT_GIVEN = "waiting for this worker's subnet, which its cluster has not given yet";

    private final Duration patience;
    private final AtomicInteger attaching = new AtomicInteger();
    /** Replaced as a whole: whoever looks sees the networks, open or paused, or that there are none. */
    private volatile Gate gate = new Gate(Optional.empty(), Optional.of(NOT_GIVEN));

    /**
     * Who may attach now.
     *
     * @param networks where instances are, and are detached from
     * @param obstacle why nobody new may attach; empty when everybody may
     * @param next completes when this is replaced
     */
    private record Gate(Optional<InstanceNetworks> networks, Optional<String> obstacle, CompletableFuture<Void> next) {
        Gate(Optional<InstanceNetworks> networks, Optional<String> obstacle) {
            this(networks, obstacle, new CompletableFuture<>());
        }

        /** What it has, an instance keeps for life, also when it begins anew. */
        Optional<InstanceNetworks> openTo(InstanceId instance) {
            return networks.filter(there -> obstacle.isEmpty() || there.holds(instance));
        }
    }

    public WaitingNetworks(Duration patience) {
        this.patience = patience;
    }

    /** The subnet is there, and so are these networks; closed by {@link #close}. */
    public synchronized void open(InstanceNetworks networks) {
        replace(new Gate(Optional.of(networks), Optional.empty()));
    }

    /**
     * From now on whoever wants to attach waits until {@link #open} or {@link #resume}; who is attached already may do so again, and
     * be detached. Does nothing before the first {@link #open}.
     *
     * @param obstacle why, for a person
     * @return whether nobody is in the middle of it
     */
    public synchronized boolean pause(String obstacle) {
        var networks = gate.networks();
        if (networks.isPresent() && !gate.obstacle().equals(Optional.of(obstacle))) {
            replace(new Gate(networks, Optional.of(obstacle)));
        }
        return attaching.get() == 0;
    }

    /** Goes on with the networks that were there before {@link #pause}. */
    public synchronized void resume() {
        gate.networks().ifPresent(this::open);
    }

    private void replace(Gate now) {
        var before = gate;
        gate = now;
        before.next().complete(null);
    }

    @Override
    public Optional<String> obstacle(InstanceId instance) {
        var now = gate;
        return now.openTo(instance).isPresent() ? Optional.empty() : now.obstacle();
    }

    @Override
    public Attachment attach(InstanceId instance, List<PortMapping> ports, NetworkNeed need, boolean isolated)
            throws NetworkFailure, InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Gate now;
            // Before it looks: whoever pauses afterwards sees that somebody is in the middle of it.
            attaching.incrementAndGet();
            try {
                now = gate;
                var networks = now.openTo(instance);
                if (networks.isPresent()) {
                    return networks.get().attach(instance, ports, need, isolated);
                }
            } finally {
                attaching.decrementAndGet();
            }
            await(now, deadline);
        }
    }

    private void await(Gate now, long deadline) throws NetworkFailure, InterruptedException {
        try {
            now.next().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new NetworkFailure(
                    now.networks().isPresent()
                            ? "given up after %d s: %s"
                                    .formatted(
                                            patience.toSeconds(), now.obstacle().orElseThrow())
                            : "no subnet was given to this worker within %d s; is its root there?"
                                    .formatted(patience.toSeconds()),
                    true);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public boolean holds(InstanceId instance) {
        return gate.networks().filter(there -> there.holds(instance)).isPresent();
    }

    @Override
    public void detach(InstanceId instance) throws NetworkFailure, InterruptedException {
        var networks = gate.networks();
        if (networks.isPresent()) {
            networks.get().detach(instance);
        }
    }

    @Override
    public List<Attachment> adopt() throws NetworkFailure, InterruptedException {
        var networks = gate.networks();
        return networks.isPresent() ? networks.get().adopt() : List.of();
    }

    @Override
    public void reset() throws NetworkFailure, InterruptedException {
        var networks = gate.networks();
        if (networks.isPresent()) {
            networks.get().reset();
        }
    }

    @Override
    public void close() {
        gate.networks().ifPresent(InstanceNetworks::close);
    }
}
