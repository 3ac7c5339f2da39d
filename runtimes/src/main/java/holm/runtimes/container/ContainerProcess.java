package holm.runtimes.container;

import holm.runtimes.process.Cgroup;
import holm.runtimes.process.Cgroups;
import holm.runtimes.process.CpuMeter;
import holm.runtimes.process.DiskMeter;
import holm.runtimes.process.ProcessStat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Process 1 of a container, as this machine sees it.
 *
 * @param identity empty when it had ended before it was seen
 * @param supervisor who writes down how it ends; empty as before
 * @param end completes when it has ended, with whether the kernel had ended a process of its container for want of memory
 * @param cgroup empty as before
 */
record ContainerProcess(
        Optional<ProcessStat.Identity> identity,
        Optional<ProcessStat.Identity> supervisor,
        CompletableFuture<Boolean> end,
        Optional<Cgroup> cgroup,
        CpuMeter meter,
        DiskMeter disk) {
    static ContainerProcess ended() {
        return new ContainerProcess(
                Optional.empty(),
                Optional.empty(),
                CompletableFuture.completedFuture(false),
                Optional.empty(),
                new CpuMeter(),
                new DiskMeter());
    }

    static ContainerProcess alive(ProcessStat.Identity identity, ProcessWatch watch, Cgroups cgroups) {
        var cgroup = cgroups.of(identity.pid());
        // The cgroup is read by the thread that sees the end, because the engine removes it some 100 ms later.
        var end = watch.end(identity)
                .thenApply(ended -> cgroup.isPresent() && cgroup.get().hadOutOfMemory());
        return new ContainerProcess(
                Optional.of(identity),
                ProcessStat.parent(identity.pid()),
                end,
                cgroup,
                new CpuMeter(),
                new DiskMeter());
    }

    boolean isAlive() {
        return identity.isPresent() && !end.isDone() && identity.get().isAlive();
    }

    boolean hasSupervisor() {
        return supervisor.isPresent() && supervisor.get().isAlive();
    }
}
