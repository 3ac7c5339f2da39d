package holm.cluster.worker;

import holm.cluster.instance.InstanceRow;
import holm.cluster.instance.Stage;
import holm.domain.InstanceId;
import holm.domain.WorkerId;
import holm.domain.message.Actual;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The difference between what a worker has and what the rows say about it. Only what differs wakes anybody.
 *
 * @param tell exists as it should, but stands otherwise than known here
 * @param judge exists and should not, or was given up
 * @param missing stood there once, was to leave, and is not there any more
 */
record ActualComparison(List<InstanceId> tell, List<Actual> judge, List<InstanceId> missing) {
    /**
     * @param find the row of any instance
     * @param here the rows that have to do with this worker
     */
    static ActualComparison of(
            WorkerId worker,
            List<Actual> actual,
            Function<InstanceId, Optional<InstanceRow>> find,
            List<InstanceRow> here) {
        var tell = new ArrayList<InstanceId>();
        var judge = new ArrayList<Actual>();
        for (var one : actual) {
            var row = find.apply(one.instance());
            if (row.isEmpty() || !isInForce(row.get(), worker, one) || row.get().lost()) {
                judge.add(one);
            }
            if (row.isPresent() && isInForce(row.get(), worker, one) && !isSame(row.get(), one)) {
                tell.add(one.instance());
            }
        }
        var there = actual.stream().map(Actual::instance).collect(Collectors.toSet());
        var missing = here.stream()
                .filter(row -> row.leaving().containsKey(worker))
                .map(InstanceRow::instance)
                .filter(instance -> !there.contains(instance))
                .toList();
        return new ActualComparison(List.copyOf(tell), List.copyOf(judge), missing);
    }

    /** An ended one-shot stays where it ended, with its log, until it is undeployed. */
    private static boolean isInForce(InstanceRow row, WorkerId worker, Actual actual) {
        return (row.stage() == Stage.PLACED || row.stage() == Stage.ENDED)
                && row.worker().filter(worker::equals).isPresent()
                && row.fence().samePlacement(actual.fence());
    }

    private static boolean isSame(InstanceRow row, Actual actual) {
        return row.fence().equals(actual.fence()) && row.standing().status() == actual.status();
    }
}
