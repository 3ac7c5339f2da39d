package holm.runtimes;

import holm.domain.Fence;
import holm.domain.InstallationId;
import holm.domain.message.Assignment;
import holm.domain.network.InstanceNetwork;
import java.util.Optional;

/**
 * One run to be started.
 *
 * @param fence complete, with the run
 * @param network ready; it meets the need that {@link Runtime#network()} states
 * @param resolver what to write into the instance's resolv.conf; empty: nothing
 */
public record Launch(
        InstallationId installation,
        String workerId,
        Assignment assignment,
        Fence fence,
        InstanceNetwork network,
        Optional<Resolver> resolver) {}
