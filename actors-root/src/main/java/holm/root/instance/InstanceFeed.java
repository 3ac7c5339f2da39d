package holm.root.instance;

import com.fasterxml.jackson.core.JsonProcessingException;
import holm.domain.ClusterId;
import holm.domain.InstanceId;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.persistence.FeedEntry;
import holm.wire.http.Json;
import java.util.LinkedHashMap;
import java.util.List;

/** What {@code GET /api/events} tells of an instance. */
final class InstanceFeed {
    private static final String STATUS = "instance.status";

    private InstanceFeed() {}

    /** @return one entry when fence, status or detail changed, or when it is gone */
    static List<FeedEntry> entries(InstanceId instance, InstanceState before, InstanceState after) {
        var was = before instanceof InstanceState.Known known ? known : null;
        if (after instanceof InstanceState.Known now) {
            var changed = was == null
                    || !was.standing().fence().equals(now.standing().fence())
                    || was.standing().status() != now.standing().status()
                    || !was.standing().detail().equals(now.standing().detail());
            return changed
                    ? List.of(entry(
                            instance,
                            now,
                            now.standing().status(),
                            now.standing().detail()))
                    : List.of();
        }
        return was == null ? List.of() : List.of(entry(instance, was, Status.UNDEPLOYED, StatusDetail.NONE));
    }

    private static FeedEntry entry(InstanceId instance, InstanceState.Known known, Status status, StatusDetail detail) {
        var json = new LinkedHashMap<String, Object>();
        json.put("instance", instance.toString());
        json.put("service", instance.service().value());
        json.put("number", instance.number());
        json.put("application", known.definition().application().value());
        json.put("owner", known.definition().owner());
        json.put("name", known.definition().descriptor().name().toString());
        json.put("fence", known.standing().fence().toString());
        json.put("status", status.word());
        json.put("detail", detail.message());
        json.put("cluster", known.cluster().map(ClusterId::value).orElse(""));
        try {
            return new FeedEntry(STATUS, instance.toString(), Json.mapper().writeValueAsString(json));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
