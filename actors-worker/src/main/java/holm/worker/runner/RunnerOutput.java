package holm.worker.runner;

import holm.domain.Fence;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.message.Assignment;
import holm.runtimes.Running;
import java.time.Duration;
import java.util.List;

/** What a runner has to do. */
public sealed interface RunnerOutput {
    record Fetch(ServiceDescriptor descriptor) implements RunnerOutput {}

    record Attach(Assignment assignment) implements RunnerOutput {}

    /** @param fence complete, with the run */
    record Launch(Assignment assignment, Fence fence) implements RunnerOutput {}

    /** Wait for its end, beside all other work. */
    record Await(Running running) implements RunnerOutput {}

    /** Let the work that is being done end early, if it can. */
    record Interrupt() implements RunnerOutput {}

    /** The same of a launch, where the runtime takes back what it began. */
    record InterruptLaunch() implements RunnerOutput {}

    /**
     * Stop and remove these, then the network.
     *
     * @param forget whether the log goes, too
     */
    record TakeDown(List<Running> runs, boolean forget) implements RunnerOutput {}

    /** Remove what ended before the present run began. */
    record RemoveEnded(List<Running> runs) implements RunnerOutput {}

    /** Give the network back: nothing runs any more, the ended run stays so that its end is remembered. */
    record GiveNetworkBack() implements RunnerOutput {}

    record Pause(Duration length) implements RunnerOutput {}

    record Report(Fence fence, Status status, StatusDetail detail) implements RunnerOutput {}

    /** Say again what was reported last. */
    record ReportAgain() implements RunnerOutput {}

    record Refuse(Fence fence, List<String> reasons) implements RunnerOutput {}

    record ConfirmStopped(Fence fence) implements RunnerOutput {}

    /** A message with an older fence was dropped. */
    record CountOlder(Fence fence) implements RunnerOutput {}

    /** Nothing is here and nothing is wanted: the runner is over. */
    record Finish() implements RunnerOutput {}
}
