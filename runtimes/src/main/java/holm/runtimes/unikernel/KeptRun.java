package holm.runtimes.unikernel;

import holm.domain.Fence;
import holm.domain.message.Assignment;
import holm.runtimes.RunNames;
import holm.runtimes.Running;
import java.util.Optional;

/**
 * What stands in the state directory of a run: all that a restarted worker must know of it, and whose it is for an operator.
 *
 * @param startedAtMillis milliseconds since 1970
 * @param digest of its archive, 64 hexadecimal digits
 */
record KeptRun(
        String installation, String worker, Assignment assignment, Fence fence, long startedAtMillis, String digest) {
    String handle() {
        return RunNames.handle(assignment.instance(), fence);
    }

    Running running(boolean ended) {
        return new Running(handle(), assignment, fence, startedAtMillis, ended, Optional.of("sha256:" + digest));
    }
}
