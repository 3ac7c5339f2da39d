package holm.root.instance;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.message.Report;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How far instances are within their status, for example with an image. Said once in a second by each of many and worth nothing
 * after the next one: never stored. Thread-safe.
 */
public final class Progress {
    private record Step(Fence fence, Status status, StatusDetail detail) {}

    private final ConcurrentMap<InstanceId, Step> newest = new ConcurrentHashMap<>();

    /** @return whether the report says nothing but progress since {@code standing}, and was taken as such */
    public boolean takes(Standing standing, Report report) {
        var isOnlyProgress = !report.status().isEnd()
                && standing.fence().equals(report.fence())
                && standing.status() == report.status()
                && standing.whereabouts().equals(report.whereabouts());
        if (isOnlyProgress) {
            newest.put(report.instance(), new Step(report.fence(), report.status(), report.detail()));
        }
        return isOnlyProgress;
    }

    public void forget(InstanceId instance) {
        newest.remove(instance);
    }

    /** @return the newest detail of exactly this standing */
    public StatusDetail of(InstanceId instance, Standing standing) {
        var step = newest.get(instance);
        return step != null && step.fence().equals(standing.fence()) && step.status() == standing.status()
                ? step.detail()
                : standing.detail();
    }
}
