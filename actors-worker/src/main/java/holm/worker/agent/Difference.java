package holm.worker.agent;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.message.Actual;
import holm.domain.message.Wanted;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How what should be here differs from what is.
 *
 * @param missing wanted and not here, or here under an older placement: their assignments are asked for
 * @param unexplained here and not wanted: their owner is asked; nothing is stopped for it
 */
record Difference(List<InstanceId> missing, List<Actual> unexplained) {
    static Difference of(Collection<Wanted> wanted, Map<InstanceId, Actual> here) {
        var missing = wanted.stream()
                .filter(entry -> !here.containsKey(entry.instance())
                        || isOlder(here.get(entry.instance()).fence(), entry.fence()))
                .map(Wanted::instance)
                .toList();
        var explained = wanted.stream().map(Wanted::instance).collect(Collectors.toSet());
        var unexplained = here.values().stream()
                .filter(actual -> !explained.contains(actual.instance()))
                .toList();
        return new Difference(missing, unexplained);
    }

    private static boolean isOlder(Fence here, Fence wanted) {
        return here.isOlderThan(wanted) && !here.samePlacement(wanted);
    }
}
