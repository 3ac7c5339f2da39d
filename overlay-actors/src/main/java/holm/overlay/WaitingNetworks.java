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

    private static final String OBSTACLE = "waiting for this worker's subnet, which its cluster has not given yet";

    private final Duration patience;
    private final AtomicInteger attaching = new AtomicInteger();
    private volatile CompletableFuture<InstanceNetworks> opened = new CompletableFuture<>();
    /** Where instances are detached from while nobody may attach. */
    private volatile Optional<InstanceNetworks> paused = Optional.empty();

    public WaitingNetworks(Duration patience) {
        this.patience = patience;
    }

    /** The subnet is there, and so are these networks; closed by {@link #close}. */
    public synchronized void open(InstanceNetworks networks) {
        paused = Optional.empty();
        opened.complete(networks);
    }

    /**
     * From now on whoever wants to attach waits until {@link #open} or {@link #resume}; instances can still be detached.
     *
     * @return whether nobody is in the middle of it
     */
    public synchronized boolean pause() {
        var now = Optional.ofNullable(opened.getNow(null));
        if (now.isPresent()) {
            paused = now;
            opened = new CompletableFuture<>();
        }
        return attaching.get() == 0;
    }

    /** Goes on with the networks that were there before {@link #pause}. */
    public synchronized void resume() {
        paused.ifPresent(this::open);
    }

    @Override
    public Optional<String> obstacle() {
        return opened.isDone() ? Optional.empty() : Optional.of(OBSTACLE);
    }

    @Override
    public Attachment attach(InstanceId instance, List<PortMapping> ports, NetworkNeed need, boolean isolated)
            throws NetworkFailure, InterruptedException {
        try {
            while (true) {
                var networks = opened.get(patience.toMillis(), TimeUnit.MILLISECONDS);
                attaching.incrementAndGet();
                try {
                    if (networks.equals(opened.getNow(null))) { // not paused before this one was counted
                        return networks.attach(instance, ports, need, isolated);
                    }
                } finally {
                    attaching.decrementAndGet();
                }
            }
        } catch (TimeoutException late) {
            throw new NetworkFailure(
                    "no subnet was given to this worker within %d s; is its root there?"
                            .formatted(patience.toSeconds()),
                    true);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void detach(InstanceId instance) throws NetworkFailure, InterruptedException {
        var networks = now();
        if (networks.isPresent()) {
            networks.get().detach(instance);
        }
    }

    @Override
    public List<Attachment> adopt() throws NetworkFailure, InterruptedException {
        var networks = now();
        return networks.isPresent() ? networks.get().adopt() : List.of();
    }

    @Override
    public void reset() throws NetworkFailure, InterruptedException {
        var networks = now();
        if (networks.isPresent()) {
            networks.get().reset();
        }
    }

    @Override
    public void close() {
        now().ifPresent(InstanceNetworks::close);
    }

    private Optional<InstanceNetworks> now() {
        return Optional.ofNullable(opened.getNow(null)).or(() -> paused);
    }
}
