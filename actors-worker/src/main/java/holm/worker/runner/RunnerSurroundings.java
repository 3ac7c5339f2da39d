package holm.worker.runner;

import holm.domain.InstallationId;
import holm.domain.InstanceId;
import holm.domain.Virtualization;
import holm.domain.message.Usage;
import holm.overlay.InstanceNetworks;
import holm.runtimes.Runtime;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * What all runners of one agent share.
 *
 * @param whose installation and worker id; empty before the first welcome of a cluster, and so before the first deploy
 * @param workerName host name
 * @param workerAddress where port mappings are reached
 * @param samplers how to measure each instance that runs now; runners put themselves in and out
 */
public record RunnerSurroundings(
        Supplier<Optional<Whose>> whose,
        String workerName,
        String workerAddress,
        Map<Virtualization, Runtime> runtimes,
        InstanceNetworks networks,
        ConcurrentMap<InstanceId, Supplier<Optional<Usage>>> samplers,
        InstantSource clock) {
    /** To whom a run belongs; written on it. */
    public record Whose(InstallationId installation, String workerId) {}
}
