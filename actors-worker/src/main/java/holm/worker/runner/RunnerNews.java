package holm.worker.runner;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.message.Report;
import java.util.List;

/** What a runner tells its agent. */
public sealed interface RunnerNews {
    InstanceId instance();

    /** @param isAdopted whether it was so before this worker started: the set of what exists tells it already */
    record Reported(Report report, boolean isAdopted) implements RunnerNews {
        @Override
        public InstanceId instance() {
            return report.instance();
        }
    }

    record ReportAgain(InstanceId instance) implements RunnerNews {}

    record Refused(InstanceId instance, Fence fence, List<String> reasons) implements RunnerNews {}

    record Stopped(InstanceId instance, Fence fence) implements RunnerNews {}

    /** A message with an older fence was dropped. */
    record Older(InstanceId instance, Fence fence) implements RunnerNews {}

    /** @param heard how many inputs of the agent it has worked off: when that is all of them, it may go */
    record Finished(InstanceId instance, long heard) implements RunnerNews {}
}
