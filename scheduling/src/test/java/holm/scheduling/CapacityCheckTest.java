package holm.scheduling;

import static holm.scheduling.SchedulingBuilders.candidate;
import static holm.scheduling.SchedulingBuilders.service;
import static holm.scheduling.SchedulingBuilders.silent;
import static holm.scheduling.SchedulingBuilders.withAvailable;
import static holm.scheduling.SchedulingBuilders.withKinds;
import static holm.scheduling.SchedulingBuilders.withWorkers;
import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Candidate;
import holm.domain.Refusal;
import holm.domain.Resources;
import holm.domain.Virtualization;
import holm.domain.WorkerKind;
import holm.domain.descriptor.Constraint;
import holm.domain.descriptor.ServiceDescriptor;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapacityCheckTest {
    private static final WorkerKind SMALL = kind("docker", "amd64", 40_000, 2_000);
    private static final WorkerKind LARGE = kind("docker", "arm64", 80_000, 64_000);
    private static final WorkerKind MACHINES = kind("unikernel", "amd64", 40_000, 8_000);

    @Test
    void namesTheFieldAndBothAmounts() {
        var home = withKinds(candidate("home"), SMALL, LARGE);

        assertRefused(
                service("docker", 1, 999_999),
                home,
                "memory",
                "web asks for 999999 MiB of memory; the largest worker that could run it has 64000 MiB");
        assertRefused(
                service("docker", 100, 0),
                home,
                "vcpus",
                "web asks for 100 vcpus; the largest worker that could run it has 80 to promise");
        assertRefused(
                service("docker", 1, 0, 2, List.of(), List.of()),
                home,
                "vgpus",
                "web asks for 2 GPUs; the largest worker that could run it has 0");
        assertRefused(
                service("wasm", 1, 0),
                home,
                "virtualization",
                "web asks for virtualization wasm; no worker has a runtime for it, they run docker");
        assertRefused(
                service("docker", 1, 0, 0, List.of("riscv64"), List.of()),
                home,
                "arch",
                "web asks for riscv64; the workers that could run it are amd64, arm64");
    }

    @Test
    void asksOnlyWorkersThatCouldRunItOtherwise() {
        var home = withKinds(candidate("home"), SMALL, LARGE, MACHINES);

        assertRefused(
                service("unikernel", 1, 9_000),
                home,
                "memory",
                "web asks for 9000 MiB of memory; the largest worker that could run it has 8000 MiB");
        assertRefused(
                service("docker", 1, 9_000, 0, List.of("amd64"), List.of()),
                home,
                "memory",
                "web asks for 9000 MiB of memory; the largest worker that could run it has 2000 MiB");
    }

    @Test
    void saysWhatAWorkerWithoutAUnikernelRuntimeLacks() {
        var home = withKinds(candidate("home"), SMALL);

        assertRefused(
                service("unikernel", 1, 64, 0, List.of("amd64"), List.of()),
                home,
                "virtualization",
                "web asks for virtualization unikernel; no worker has a runtime for it, they run docker");
        assertThat(CapacityCheck.refusal(service("unikernel", 1, 64), List.of(home))
                        .orElseThrow()
                        .hint())
                .contains("install QEMU");
    }

    @Test
    void asksOnlyMachinesForTheProcessorOfAUnikernel() {
        assertRefused(
                service("unikernel", 1, 64, 0, List.of("arm64"), List.of()),
                withKinds(candidate("home"), LARGE, MACHINES),
                "arch",
                "web asks for arm64; the workers that could run it are amd64");
    }

    @Test
    void letsWaitWhatFitsOnAnIdleWorker() {
        var full = withAvailable(withKinds(candidate("home"), SMALL), Resources.NONE);

        assertAccepted(service("docker", 40, 2_000), full);
    }

    @Test
    void countsSilentWorkersAndSilentClusters() {
        var here = withKinds(candidate("here"), SMALL, LARGE);
        var away = silent(withKinds(candidate("away"), LARGE));

        assertAccepted(service("docker", 1, 60_000), here);
        assertAccepted(service("docker", 1, 60_000), withKinds(candidate("here"), SMALL), away);
    }

    @Test
    void knowsNothingWhileNobodyLives() {
        assertAccepted(service("docker", 1, 999_999));
        assertAccepted(service("docker", 1, 999_999), silent(withKinds(candidate("home"), SMALL)));
    }

    @Test
    void knowsNothingOfAnOlderClusterAndOfAWorkerWhoseRuntimesAreAway() {
        assertAccepted(service("docker", 1, 999_999), withKinds(candidate("new"), SMALL), candidate("older"));
        assertAccepted(
                service("docker", 1, 999_999),
                withKinds(candidate("home"), SMALL, new WorkerKind(Set.of(), Set.of("amd64"), SMALL.capacity())));
    }

    @Test
    void asksOnlyTheClustersThatAreNamed() {
        var small = withKinds(withWorkers(candidate("small"), "s1"), SMALL);
        var large = withKinds(withWorkers(candidate("large"), "l1"), LARGE);
        var inSmall = new Constraint.Direct(List.of("small"), List.of());
        var nowhere = new Constraint.Direct(List.of("elsewhere"), List.of());

        assertRefused(
                service("docker", 1, 9_000, inSmall),
                List.of(small, large),
                "memory",
                "web asks for 9000 MiB of memory; the largest worker that could run it has 2000 MiB");
        assertAccepted(service("docker", 1, 9_000, nowhere), small, large);
    }

    @Test
    void leavesWhatNobodyServesYetToTheScheduler() {
        var home = withKinds(candidate("home"), SMALL);

        assertAccepted(service("docker", 1, 999_999, 0, List.of(), List.of("vtpus: no worker offers TPUs yet")), home);
    }

    private static void assertRefused(ServiceDescriptor service, Candidate cluster, String field, String message) {
        assertRefused(service, List.of(cluster), field, message);
    }

    private static void assertRefused(
            ServiceDescriptor service, List<Candidate> clusters, String field, String message) {
        assertThat(CapacityCheck.refusal(service, clusters)).hasValueSatisfying(refusal -> {
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT);
            assertThat(refusal.field()).isEqualTo(field);
            assertThat(refusal.message()).isEqualTo(message);
            assertThat(refusal.hint()).isNotBlank();
        });
    }

    private static void assertAccepted(ServiceDescriptor service, Candidate... clusters) {
        assertThat(CapacityCheck.refusal(service, List.of(clusters))).isEmpty();
    }

    private static WorkerKind kind(String virtualization, String architecture, long milliCpus, long memory) {
        return new WorkerKind(
                Set.of(Virtualization.of(virtualization)),
                Set.of(architecture),
                new Resources(milliCpus, memory, 10_000, 0));
    }
}
