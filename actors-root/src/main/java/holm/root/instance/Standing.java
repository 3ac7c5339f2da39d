package holm.root.instance;

import holm.domain.Fence;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.message.Report;
import holm.domain.message.Whereabouts;
import java.util.Optional;

/**
 * How an instance stood when it was last heard of.
 *
 * @param fence complete, as far as it is known
 * @param sinceMillis when the status became this, milliseconds since 1970
 */
public record Standing(
        Fence fence, Status status, StatusDetail detail, Optional<Whereabouts> whereabouts, long sinceMillis) {
    /** What a client reads until a cluster is chosen. Oakestra's words. */
    static final StatusDetail WAITING = StatusDetail.of("Waiting for scheduling decision");

    static Standing requested(long atMillis) {
        return new Standing(Fence.NONE, Status.REQUESTED, WAITING, Optional.empty(), atMillis);
    }

    /** Another word for it, under the same fence; nothing is known of where it is. */
    Standing with(Status next, StatusDetail nextDetail, long atMillis) {
        return new Standing(fence, next, nextDetail, Optional.empty(), status == next ? sinceMillis : atMillis);
    }

    Standing withDetail(StatusDetail next) {
        return new Standing(fence, status, next, whereabouts, sinceMillis);
    }

    /** @return whether the report says exactly this */
    public boolean says(Report report) {
        return fence.equals(report.fence())
                && status == report.status()
                && detail.equals(report.detail())
                && whereabouts.equals(report.whereabouts());
    }
}
