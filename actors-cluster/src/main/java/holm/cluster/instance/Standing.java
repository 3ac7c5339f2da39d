package holm.cluster.instance;

import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.message.Report;
import holm.domain.message.Whereabouts;
import java.util.Optional;

/** How an instance stands, as the world is told. */
public record Standing(Status status, StatusDetail detail, Optional<Whereabouts> whereabouts) {
    static final Standing NONE = of(Status.REQUESTED, "");

    static Standing of(Status status, String message) {
        return new Standing(status, StatusDetail.of(message), Optional.empty());
    }

    static Standing of(Report report) {
        return new Standing(report.status(), report.detail(), report.whereabouts());
    }

    Standing saying(String message) {
        return new Standing(status, StatusDetail.of(message), whereabouts);
    }
}
