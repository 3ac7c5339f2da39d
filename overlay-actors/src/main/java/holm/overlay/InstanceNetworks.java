package holm.overlay;

import holm.domain.InstanceId;
import holm.domain.descriptor.PortMapping;
import holm.domain.network.NetworkNeed;
import java.util.List;
import java.util.Optional;

/**
 * Gives each instance of a worker a network. Every method may block and may be called by any thread. All of it is
 * written into the kernel under names that tell whose it is, so that a restarted worker finds it by {@link #adopt()}.
 */
public interface InstanceNetworks extends AutoCloseable {
    /**
     * Makes its network, addresses and port mappings; the same call again answers the same.
     *
     * @param need of whatever runs it
     * @param isolated whether nobody but clients of its service may reach it; it is closed before it has a network
     * @throws NetworkFailure when it cannot be made, for example because a port of the host is taken; nothing is left behind then
     */
    Attachment attach(InstanceId instance, List<PortMapping> ports, NetworkNeed need, boolean isolated)
            throws NetworkFailure, InterruptedException;

    /** @return why {@link #attach} of this one would have to wait now, for a person; empty when it would not */
    default Optional<String> obstacle(InstanceId instance) {
        return Optional.empty();
    }

    /** @return whether this one is attached, or is about to be */
    boolean holds(InstanceId instance);

    /** Takes all of it away; does nothing when there is nothing. */
    void detach(InstanceId instance) throws NetworkFailure, InterruptedException;

    /** @return what is attached now, also what an earlier process attached */
    List<Attachment> adopt() throws NetworkFailure, InterruptedException;

    /** Removes every trace of Holm's network from this machine. Nothing of others is touched. */
    void reset() throws NetworkFailure, InterruptedException;

    /** Lets go of what was opened; what is attached stays. */
    @Override
    void close();
}
