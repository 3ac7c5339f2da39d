package holm.worker.agent;

import holm.domain.InstanceId;
import holm.domain.message.Actual;
import holm.domain.message.Report;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The latest report of each instance. A report that may have been lost with its session is due again in the next one; all others
 * stand in the set of what exists, and the cluster asks for what it misses. Confined to its agent.
 */
final class Reports {
    /** What was sent longer ago than a dead session takes to be noticed has arrived. */
    private static final Duration IN_DOUBT = Duration.ofSeconds(30);

    private final Map<InstanceId, Report> latest = new HashMap<>();

    /** When it was sent last, in milliseconds; absent when it never was. */
    private final Map<InstanceId, Long> sent = new HashMap<>();

    /** In the order in which they came; not sent, or in doubt. */
    private final Map<InstanceId, Report> due = new LinkedHashMap<>();

    void reported(Report report) {
        latest.put(report.instance(), report);
        sent.remove(report.instance());
        due.remove(report.instance());
        due.put(report.instance(), report);
    }

    /** It was so before: nobody has to be told, but may ask. */
    void found(Report report) {
        latest.put(report.instance(), report);
    }

    void again(InstanceId instance) {
        var report = latest.get(instance);
        if (report != null) {
            due.put(instance, report);
        }
    }

    void forget(InstanceId instance) {
        latest.remove(instance);
        sent.remove(instance);
    }

    /** @return what to send now, in order, at most {@code most}; it counts as sent */
    List<Report> take(int most, long nowMillis) {
        var all = due.values().stream().limit(most).toList();
        all.forEach(report -> due.remove(report.instance()));
        all.stream()
                .filter(report -> latest.containsKey(report.instance()))
                .forEach(report -> sent.put(report.instance(), nowMillis));
        return all;
    }

    /** The session is over: what it carried lately may be lost. */
    void sessionEnded(long nowMillis) {
        sent.forEach((instance, at) -> {
            var report = latest.get(instance);
            if (report != null && nowMillis - at <= IN_DOUBT.toMillis()) {
                due.putIfAbsent(instance, report);
            }
        });
        sent.clear();
    }

    Optional<Report> of(InstanceId instance) {
        return Optional.ofNullable(latest.get(instance));
    }

    /** @return what exists here, by instance */
    Map<InstanceId, Actual> actual() {
        var actual = new HashMap<InstanceId, Actual>();
        latest.forEach(
                (instance, report) -> actual.put(instance, new Actual(instance, report.fence(), report.status())));
        return actual;
    }
}
