package holm.cluster.instance;

import holm.domain.Fence;
import holm.domain.WorkerId;
import holm.domain.message.Downward;
import holm.domain.message.Upward;
import java.util.List;

/** What is to be done after something became true; each may be lost or done twice without harm. */
sealed interface Step {
    /** Ask the scheduler for workers. */
    record AskPlacer(Fence at) implements Step {}

    /**
     * Ask a worker's owner for room.
     *
     * @param reasons of those who were asked before and refused
     */
    record Reserve(Seek.Next candidate, Fence fence, List<Seek.Next> rest, List<String> reasons) implements Step {}

    /** Give room back. */
    record Release(WorkerId worker, Fence fence) implements Step {}

    /** Tell a worker, if it is connected; if not, the reconcile will. */
    record TellWorker(WorkerId worker, Downward message) implements Step {}

    /** Look at what it answers under now: the table of its service may change. */
    record ShowRoutes() implements Step {}

    /** Stop it on this worker, once nobody is sent to it any more. */
    record Withdraw(WorkerId worker, Fence fence) implements Step {}

    /** Tell the root, if it is connected; if not, the reconcile will. */
    record TellRoot(Upward message) implements Step {}

    /** A message under an older fence changed nothing: count it. */
    record Drop(Fence fence) implements Step {}
}
