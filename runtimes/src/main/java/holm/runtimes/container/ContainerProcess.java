package holm.runtimes.container;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Process 1 of a container, as this machine sees it.
 *
 * @param pid 0 when it had ended before it was seen
 * @param startTicks tells it from a later process with the same number
 * @param end completes when it has ended, with whether the kernel had ended a process of its container for want of memory
 * @param cgroup empty when it had ended before it was seen
 */
record ContainerProcess(
        long pid,
        long startTicks,
        CompletableFuture<Boolean> end,
        Optional<Cgroup> cgroup,
        CpuMeter meter,
        DiskMeter disk) {
    boolean isAlive() {
        return !end.isDone()
                && ProcessStat.startTicks(pid)
                        .filter(ticks -> ticks == startTicks)
                        .isPresent();
    }
}
