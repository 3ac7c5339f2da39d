package holm.runtimes.container;

import java.util.concurrent.CompletableFuture;

/**
 * Process 1 of a container, as this machine sees it.
 *
 * @param pid 0 when it had ended before it was seen
 * @param startTicks tells it from a later process with the same number
 * @param end completes when it has ended
 */
record ContainerProcess(long pid, long startTicks, CompletableFuture<Void> end, CpuMeter meter, DiskMeter disk) {
    boolean isAlive() {
        return !end.isDone()
                && ProcessStat.startTicks(pid)
                        .filter(ticks -> ticks == startTicks)
                        .isPresent();
    }
}
