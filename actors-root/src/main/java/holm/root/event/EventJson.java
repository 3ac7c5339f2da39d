package holm.root.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import holm.persistence.EventFeed;
import holm.wire.http.Json;

/** Events as clients read them. */
final class EventJson {
    private EventJson() {}

    static String document(EventFeed.Stored stored) {
        var document = Json.mapper()
                .createObjectNode()
                .put("id", stored.id())
                .put("time", stored.at().toString())
                .put("kind", stored.entry().kind())
                .put("subject", stored.entry().subject());
        try {
            document.set("detail", Json.mapper().readTree(stored.entry().json()));
        } catch (JsonProcessingException notJson) {
            document.put("detail", stored.entry().json());
        }
        return document.toString();
    }
}
