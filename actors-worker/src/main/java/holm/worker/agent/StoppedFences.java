package holm.worker.agent;

import holm.domain.Fence;
import holm.domain.InstanceId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Up to which placement instances were stopped, so that a deploy that comes late starts nothing. Confined to its agent. */
final class StoppedFences {
    /** Far more than one session can have in flight; an older one cannot come late any more. */
    private static final int MOST = 20_000;

    private final Map<InstanceId, Fence> stopped = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InstanceId, Fence> eldest) {
            return size() > MOST;
        }
    };

    void stopped(InstanceId instance, Fence upTo) {
        stopped.merge(instance, upTo, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    Fence of(InstanceId instance) {
        return stopped.getOrDefault(instance, Fence.NONE);
    }
}
