package holm.worker;

import holm.overlay.InstanceNetworks;
import holm.runtimes.Runtime;
import holm.worker.agent.AgentSettings;
import holm.worker.overlay.OverlayPart;
import java.util.List;
import java.util.Optional;

/**
 * One worker of a process, which usually is the only one; a benchmark has many.
 *
 * @param overlay empty where nothing can carry packets between workers: without root, or for simulated instances only
 */
public record WorkerPart(
        AgentSettings settings, List<Runtime> runtimes, InstanceNetworks networks, Optional<OverlayPart> overlay) {
    /** Without overlay. */
    public WorkerPart(AgentSettings settings, List<Runtime> runtimes, InstanceNetworks networks) {
        this(settings, runtimes, networks, Optional.empty());
    }

    public WorkerPart {
        runtimes = List.copyOf(runtimes);
    }
}
