package holm.runtimes;

import holm.domain.Fence;
import holm.domain.message.Assignment;
import java.util.Optional;

/**
 * A run that was started: all that a runtime needs to find it again, read back from labels or a state directory.
 *
 * @param handle the runtime's own name for it, for example a container id
 * @param assignment as it was launched
 * @param fence complete, with the run
 * @param startedAtMillis when its process started, milliseconds since 1970
 * @param ended whether it had ended when it was found; {@link Runtime#await} then answers at once
 */
public record Running(
        String handle,
        Assignment assignment,
        Fence fence,
        long startedAtMillis,
        boolean ended,
        Optional<String> digest) {}
