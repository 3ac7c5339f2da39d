package holm.root.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import holm.wire.http.Json;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;

/** Answers. Oakestra's clients take exactly 200 with a JSON body for a success, and nothing else. */
public final class Replies {
    private Replies() {}

    public static HttpResponse json(Object content) {
        try {
            return HttpResponse.create()
                    .withEntity(HttpEntities.create(
                            ContentTypes.APPLICATION_JSON,
                            ByteString.fromArrayUnsafe(Json.mapper().writeValueAsBytes(content))));
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException("an answer cannot be written", notJson);
        }
    }

    /** {@code {"message": "…"}}, which is what Oakestra answers where there is nothing to tell. */
    public static HttpResponse message(String text) {
        return json(Map.of("message", text));
    }
}
