package holm.root.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import holm.persistence.FeedEntry;
import holm.persistence.Store;
import holm.wire.http.Json;
import java.util.LinkedHashMap;
import java.util.List;

/** What {@code GET /api/events} tells of a cluster. Connections are not persisted, so these entries go with the row as it is. */
final class ClusterFeed {
    static final String CONNECTED = "cluster.connected";
    static final String DISCONNECTED = "cluster.disconnected";
    static final String LOST = "cluster.lost";

    private ClusterFeed() {}

    static void publish(Store store, String kind, ClusterRow row, String detail) {
        store.rows()
                .find(ClusterEntity.KIND, row.id().value())
                .ifPresent(stored -> store.rows().upsert(stored, List.of(entry(kind, row, detail))));
    }

    static FeedEntry entry(String kind, ClusterRow row, String detail) {
        var json = new LinkedHashMap<String, Object>();
        json.put("cluster", row.id().value());
        json.put("name", row.self().name());
        json.put("detail", detail);
        try {
            return new FeedEntry(kind, row.id().value(), Json.mapper().writeValueAsString(json));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
