package holm.root.cluster;

import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.message.Actual;
import holm.domain.message.Downward;
import holm.domain.message.Verdict;
import holm.domain.message.Wanted;
import holm.root.instance.InstanceRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The difference between what a cluster has and what it should have, found in rows: settled instances are not woken. Pure.
 * Absence from a set stops nothing here.
 *
 * @param cluster whose sets are compared
 * @param rows finds an instance's row
 */
record Reconciliation(ClusterId cluster, Function<InstanceId, Optional<InstanceRow>> rows) {
    /**
     * What should run there.
     *
     * @param wanted what the cluster is told
     * @param outdated what stands in its assignment set although its instance went elsewhere: a crash came between two writes
     */
    record Should(List<Wanted> wanted, List<Wanted> outdated) {}

    /**
     * What follows from what it has.
     *
     * @param tell stand there in another way than known here: to be reported in full
     * @param stop dismissed: they run there, or the cluster never heard of it, or the root never heard that they are gone
     * @param back thought to be lost with it
     */
    record Differences(List<InstanceId> tell, List<Downward.Stop> stop, List<InstanceId> back) {}

    /**
     * @param assignments what the cluster was assigned
     * @param here rows that say that they are there; one may not have reached the set yet
     */
    Should should(Map<InstanceId, Fence> assignments, Stream<InstanceRow> here) {
        var outdated = assignments.entrySet().stream()
                .filter(entry -> rows.apply(entry.getKey())
                        .map(row -> isOutdated(entry.getValue(), row))
                        .orElse(true))
                .map(entry -> new Wanted(entry.getKey(), entry.getValue()))
                .toList();
        var wanted = here.filter(InstanceRow::shouldRun)
                .map(row -> new Wanted(row.id(), assignmentOf(row.standing().fence())))
                .toList();
        return new Should(wanted, outdated);
    }

    /** @param here rows that say that they are there */
    Differences differences(List<Actual> actual, Stream<InstanceRow> here) {
        var differences = new Differences(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        actual.forEach(there -> rows.apply(there.instance())
                .filter(row -> row.isAssignedTo(cluster, there.fence()))
                .ifPresent(row -> compare(row, there, differences)));
        var there = actual.stream().map(Actual::instance).collect(Collectors.toSet());
        here.filter(row -> row.dismissed() && !there.contains(row.id()))
                .map(row ->
                        new Downward.Stop(row.id(), assignmentOf(row.standing().fence())))
                .forEach(differences.stop()::add);
        return differences;
    }

    /** @return what to do with an instance that is there and was not in the set; empty when only its service can know */
    Optional<Verdict> judge(Actual there) {
        return rows.apply(there.instance()).map(row -> judge(row, there.fence()));
    }

    /** A row that shows an older choice than the set is only late. */
    private boolean isOutdated(Fence assigned, InstanceRow row) {
        return !row.isAssignedTo(cluster, assigned) && row.standing().fence().assignment() >= assigned.assignment();
    }

    private static void compare(InstanceRow row, Actual there, Differences differences) {
        if (row.dismissed()) {
            differences.stop().add(new Downward.Stop(there.instance(), assignmentOf(there.fence())));
            return;
        }
        if (row.stranded()) {
            differences.back().add(there.instance());
        }
        if (!row.standing().fence().equals(there.fence()) || row.standing().status() != there.status()) {
            differences.tell().add(there.instance());
        }
    }

    private Verdict judge(InstanceRow row, Fence there) {
        if (row.dismissed()) {
            return Verdict.GONE;
        }
        if (row.isAssignedTo(cluster, there)) {
            return Verdict.CURRENT;
        }
        return there.assignment() <= row.standing().fence().assignment() ? Verdict.REPLACED : Verdict.UNKNOWN;
    }

    /** Between root and cluster only the assignment counts: everything under it is meant. */
    static Fence assignmentOf(Fence fence) {
        return new Fence(fence.assignment(), 0, 0);
    }
}
