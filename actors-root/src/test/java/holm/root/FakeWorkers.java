package holm.root;

import holm.domain.Candidate;
import holm.domain.ClusterId;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.Resources;
import holm.domain.Virtualization;
import holm.domain.WorkerId;
import holm.root.cluster.Workers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** Two workers: one is connected, one can be removed as often as anybody likes. */
final class FakeWorkers implements Workers {
    static final WorkerId LIVE = new WorkerId("0000000000000000000000e1");
    static final WorkerId SILENT = new WorkerId("0000000000000000000000e2");

    @Override
    public CompletionStage<List<Candidate>> of(ClusterId cluster) {
        return CompletableFuture.completedStage(List.of(worker(LIVE, true), worker(SILENT, false)));
    }

    @Override
    public CompletionStage<Done> remove(ClusterId cluster, WorkerId worker) {
        if (worker.equals(SILENT)) {
            return CompletableFuture.completedStage(Done.getInstance());
        }
        return CompletableFuture.failedStage(new RefusalException(
                worker.equals(LIVE)
                        ? new Refusal(
                                Refusal.Kind.CONFLICT,
                                "worker-connected",
                                "worker w1 is connected",
                                "worker",
                                "stop it first")
                        : Refusal.of(Refusal.Kind.UNKNOWN, "unknown-worker", "this cluster has no worker " + worker)));
    }

    private static Candidate worker(WorkerId id, boolean live) {
        var resources = new Resources(40_000, 2_048, 10_000, 0);
        return new Candidate(
                id.value(),
                live ? "w1" : "w2",
                live,
                1,
                resources,
                resources,
                Map.of("amd64", resources),
                Set.of(Virtualization.CONTAINER, Virtualization.UNIKERNEL),
                Set.of("amd64"),
                Map.of("zone", "north"),
                "",
                "192.0.2.1",
                12.5,
                31.0,
                List.of(),
                Optional.of(4),
                List.of());
    }
}
