package holm.worker.runner;

import holm.domain.Fence;
import holm.domain.message.Assignment;
import holm.overlay.Attachment;
import holm.runtimes.Exit;
import holm.runtimes.Running;
import java.util.List;
import java.util.Optional;

/** What a runner hears: from the cluster, from a worker's start, and from its own work, of which one piece is done at a time. */
public sealed interface RunnerInput {
    /** The cluster wants it here. */
    record Deploy(Assignment assignment) implements RunnerInput {}

    /** Nothing of it may be here, up to and including this placement. */
    record Stop(Fence fence) implements RunnerInput {}

    /**
     * A restarted worker found it.
     *
     * @param runs at least one
     */
    record Adopt(List<Running> runs, Optional<Attachment> attachment) implements RunnerInput {}

    /** The pause before the next attempt is over. */
    record PauseOver() implements RunnerInput {}

    record Progress(String line) implements RunnerInput {}

    /** Its network cannot be made yet; said once, before it is waited for. */
    record Waiting(String reason) implements RunnerInput {}

    record Fetched() implements RunnerInput {}

    record Attached(Attachment attachment) implements RunnerInput {}

    record Launched(Running running) implements RunnerInput {}

    /** @param elsewhere whether another worker may do, because a port of this host is taken or a runtime is missing */
    record Failed(String reason, boolean isTransient, boolean elsewhere) implements RunnerInput {}

    /** @param lasted how long it ran, in milliseconds */
    record Ended(Running running, Exit exit, long lasted) implements RunnerInput {}

    record TakenDown() implements RunnerInput {}

    record NotTakenDown(String reason) implements RunnerInput {}
}
