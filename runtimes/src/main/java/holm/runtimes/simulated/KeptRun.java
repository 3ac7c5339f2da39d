package holm.runtimes.simulated;

import holm.domain.Fence;
import holm.domain.message.Assignment;
import java.util.Optional;

/**
 * A launched run as the journal keeps it; everything else follows from time and from the knobs in its environment.
 *
 * @param stopped when and how it was stopped from outside; empty while nobody did
 */
record KeptRun(String handle, Assignment assignment, Fence fence, long startedAtMillis, Optional<Stopped> stopped) {
    /** @param signal number of the signal that ended it */
    record Stopped(long atMillis, int signal) {}

    KeptRun stoppedAt(long millis, int signal) {
        return new KeptRun(handle, assignment, fence, startedAtMillis, Optional.of(new Stopped(millis, signal)));
    }
}
