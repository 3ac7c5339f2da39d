package holm.worker;

import holm.overlay.InstanceNetwork;
import holm.runtimes.Runtime;
import holm.worker.agent.AgentSettings;
import java.util.List;

/** One worker of a process, which usually is the only one; a benchmark has many. */
public record WorkerPart(AgentSettings settings, List<Runtime> runtimes, InstanceNetwork network) {
    public WorkerPart {
        runtimes = List.copyOf(runtimes);
    }
}
