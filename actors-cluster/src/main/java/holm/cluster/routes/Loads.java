package holm.cluster.routes;

import holm.cluster.ClusterLimits;
import holm.domain.InstanceId;
import holm.domain.message.Usage;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** How busy instances were when somebody was told last: small moves are no news. Confined to one thread. */
final class Loads {
    private static final int ALL = 100;
    private final Map<InstanceId, Integer> told = new HashMap<>();

    /**
     * @param milliCpus what the instance may use, in thousandths of a core
     * @return its load, 0–100, when that is news
     */
    OptionalInt news(Usage usage, long milliCpus) {
        var used = usage.cpuPercent() * 10; // thousandths of a core
        var percent = milliCpus <= 0 ? 0 : Math.clamp(Math.round(used * ALL / milliCpus), 0, ALL);
        var before = told.getOrDefault(usage.instance(), 0);
        if (Math.abs(percent - before) < ClusterLimits.LOAD_STEP_PERCENT) {
            return OptionalInt.empty();
        }
        told.put(usage.instance(), percent);
        return OptionalInt.of(percent);
    }

    void forget(InstanceId instance) {
        told.remove(instance);
    }
}
