package holm.wire.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import holm.domain.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;

/** A refusal over HTTP: RFC 9457, with Holm's own members {@code code}, {@code message}, {@code field} and {@code hint}. */
public final class Problem {
    private static final ContentType.WithFixedCharset TYPE = ContentTypes.create(
            MediaTypes.customWithFixedCharset("application", "problem+json", HttpCharsets.UTF_8, Map.of(), false));

    private Problem() {}

    public static HttpResponse of(Refusal refusal) {
        var status = StatusCodes.get(refusal.kind().httpStatus());
        var members = new LinkedHashMap<String, Object>();
        members.put("type", "urn:holm:problem:" + refusal.code());
        members.put("title", status.reason());
        members.put("status", status.intValue());
        members.put("detail", refusal.hint().isEmpty() ? refusal.message() : refusal.message() + ": " + refusal.hint());
        members.put("code", refusal.code());
        members.put("message", refusal.message());
        members.put("field", refusal.field());
        members.put("hint", refusal.hint());
        return HttpResponse.create().withStatus(status).withEntity(HttpEntities.create(TYPE, json(members)));
    }

    private static String json(Object value) {
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
