package holm.worker.runner;

import holm.domain.Fence;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.message.Assignment;
import holm.runtimes.Exit;
import java.time.Duration;

/** What becomes of an instance whose run ended, or could not be started. */
sealed interface Aftermath {
    /** A one-shot waits half a minute for a registry or an engine; a service for ever, but its cluster looks elsewhere. */
    int MOST_FAILED_STARTS = 5;

    /** Another worker may do. */
    record Elsewhere(String reason) implements Aftermath {}

    /** Over, and not to be started again. */
    record Over(Status status, StatusDetail detail) implements Aftermath {}

    /**
     * Tried again after a pause.
     *
     * @param status of the run that did not go well
     * @param wanted with a retry less where it took one
     * @param fence of the next attempt
     * @param failures ends and failed attempts in a row, with this one
     */
    record Again(Status status, StatusDetail detail, Assignment wanted, Fence fence, int failures)
            implements Aftermath {
        Duration pause() {
            return RestartPause.after(failures);
        }
    }

    /**
     * @param fence of the run that could not be started
     * @param failures before this one
     * @param isFirst whether no run stands here, so that another worker may as well have it
     */
    static Aftermath ofFailure(
            RunnerInput.Failed failure, Assignment wanted, Fence fence, int failures, boolean isFirst) {
        if (failure.elsewhere() && isFirst) {
            return new Elsewhere(failure.reason());
        }
        var isOneShot = wanted.descriptor().oneShot();
        var count = failures + 1;
        if (!failure.isTransient() || (isOneShot && count >= MOST_FAILED_STARTS)) {
            return new Over(Status.FAILED, StatusDetail.of(failure.reason()));
        }
        var seconds = RestartPause.after(count).toSeconds();
        var detail = StatusDetail.of("%s; trying again in %d s".formatted(failure.reason(), seconds));
        return isOneShot // which never ran: that is no run, and uses up no retry
                ? new Again(Status.CREATING, detail, wanted, fence, count)
                : new Again(Status.FAILED, detail, wanted, fence.nextRun(), count);
    }

    /**
     * @param lasted how long it ran, in milliseconds
     * @param fence of the run that ended
     * @param failures before this end
     */
    static Aftermath ofEnd(Exit exit, long lasted, Assignment wanted, Fence fence, int failures) {
        if (!wanted.descriptor().oneShot()) {
            return again(exit, wanted, fence, RestartPause.count(failures, lasted));
        }
        if (exit.isSuccess()) {
            return new Over(Status.COMPLETED, detail(exit, ""));
        }
        if (wanted.retriesLeft() > 0) {
            var next = new Assignment(wanted.instance(), wanted.fence(), wanted.descriptor(), wanted.retriesLeft() - 1);
            return again(exit, next, fence, failures + 1);
        }
        return new Over(Status.DEAD, detail(exit, ""));
    }

    private static Aftermath again(Exit exit, Assignment next, Fence fence, int count) {
        var seconds = RestartPause.after(count).toSeconds();
        return new Again(
                Status.DEAD, detail(exit, "; starting again in %d s".formatted(seconds)), next, fence.nextRun(), count);
    }

    private static StatusDetail detail(Exit exit, String more) {
        return new StatusDetail(exit.detail() + more, exit.code(), exit.signal(), exit.outOfMemory());
    }
}
