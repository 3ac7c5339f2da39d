package holm.root.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import holm.domain.HexId;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.persistence.FeedEntry;
import holm.root.http.Caller;
import holm.root.service.ServiceView;
import holm.root.service.Services;
import holm.wire.http.Json;
import java.util.Optional;

/** Who may see which event: an Admin all, everybody what the lists show them, that is their own services and all clusters. */
final class EventAudience {
    private static final String CLUSTER = "cluster.";
    private final Services services;

    EventAudience(Services services) {
        this.services = services;
    }

    boolean maySee(Caller caller, FeedEntry entry) {
        return caller.admin()
                || entry.kind().startsWith(CLUSTER)
                || owner(entry).filter(caller::mayManage).isPresent();
    }

    /** What is deleted has no owner that could be looked up, so the entry itself says it where it can. */
    private Optional<String> owner(FeedEntry entry) {
        return written(entry)
                .or(() -> service(entry.subject()).flatMap(services::find).map(ServiceView::owner));
    }

    private static Optional<String> written(FeedEntry entry) {
        try {
            var owner = Json.mapper().readTree(entry.json()).path("owner");
            return owner.isTextual() ? Optional.of(owner.textValue()) : Optional.empty();
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private static Optional<ServiceId> service(String subject) {
        return HexId.isValid(subject)
                ? Optional.of(new ServiceId(subject))
                : InstanceId.tryParse(subject).map(InstanceId::service);
    }
}
