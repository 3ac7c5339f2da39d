package holm.root.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import holm.domain.ServiceId;
import holm.persistence.FeedEntry;
import holm.wire.http.Json;
import java.util.LinkedHashMap;
import java.util.List;

/** What {@code GET /api/events} tells of a service. */
final class ServiceFeed {
    private static final String CREATED = "service.created";
    private static final String DELETED = "service.deleted";

    private ServiceFeed() {}

    /** @return an entry when it was created, and when it left the lists */
    static List<FeedEntry> entries(
            ServiceId service, ServiceState before, ServiceState after, List<ServiceEvent> events) {
        if (before instanceof ServiceState.Unknown && after instanceof ServiceState.Known created) {
            return List.of(entry(CREATED, service, created));
        }
        return before instanceof ServiceState.Known known && events.contains(new ServiceEvent.DeletionStarted())
                ? List.of(entry(DELETED, service, known))
                : List.of();
    }

    private static FeedEntry entry(String kind, ServiceId service, ServiceState.Known known) {
        var json = new LinkedHashMap<String, Object>();
        json.put("service", service.value());
        json.put("application", known.definition().application().value());
        json.put("owner", known.definition().owner());
        json.put("name", known.definition().descriptor().name().toString());
        try {
            return new FeedEntry(kind, service.value(), Json.mapper().writeValueAsString(json));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
