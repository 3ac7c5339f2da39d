package holm.cluster.instance;

import holm.domain.WorkerId;
import holm.scheduling.Placement;
import java.util.List;

/** The words of looking for a worker. */
public final class Seek {
    private Seek() {}

    /** A worker that may take it. */
    public record Next(WorkerId worker, String name) {}

    /** @return who fits and did not decline before, best first */
    static List<Next> fitting(Placement placement, InstanceState state) {
        return placement.ranked().stream()
                .map(WorkerId::new)
                .filter(worker -> !state.declined().containsKey(worker) && !state.sitsOn(worker))
                .map(worker -> new Next(worker, nameOf(worker, placement)))
                .toList();
    }

    private static String nameOf(WorkerId worker, Placement placement) {
        return placement.explanation().stream()
                .filter(line -> line.candidate().equals(worker.value()))
                .map(Placement.Line::name)
                .findFirst()
                .orElse(worker.value());
    }
}
