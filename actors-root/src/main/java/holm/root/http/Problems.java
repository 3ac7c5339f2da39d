package holm.root.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holm.domain.Refusal;
import holm.wire.http.Json;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;

/**
 * Errors as problem documents (RFC 9457), with {@code message} beside {@code detail}: it is what Oakestra's dashboard shows.
 */
public final class Problems {
    private static final ContentType TYPE = MediaTypes.applicationWithFixedCharset(
                    "problem+json", org.apache.pekko.http.javadsl.model.HttpCharsets.UTF_8)
            .toContentType();

    /** Long enough for a writer's batch to end, short enough for a person. */
    private static final int RETRY_SECONDS = 1;

    private Problems() {}

    public static HttpResponse of(Refusal refusal) {
        return response(refusal.kind().httpStatus(), document(refusal, sentence(refusal)))
                .addHeaders(headers(refusal.kind()));
    }

    /** @param refusals at least one; the first decides the status */
    public static HttpResponse of(List<Refusal> refusals) {
        var first = refusals.getFirst();
        var more = refusals.size() == 1 ? "" : " (and " + (refusals.size() - 1) + " more)";
        var document = document(first, sentence(first) + more);
        var errors = document.putArray("errors");
        for (var refusal : refusals) {
            errors.addObject()
                    .put("field", refusal.field())
                    .put("message", sentence(refusal))
                    .put("hint", refusal.hint());
        }
        return response(first.kind().httpStatus(), document);
    }

    /** @param id stands in the log beside what went wrong */
    static HttpResponse internal(String id) {
        var message = "something in Holm went wrong; the log has it under " + id;
        return response(500, document(500, "internal", message, "", "report it with that line of the log"));
    }

    private static ObjectNode document(Refusal refusal, String message) {
        return document(refusal.kind().httpStatus(), refusal.code(), message, refusal.field(), refusal.hint());
    }

    private static ObjectNode document(int status, String code, String message, String field, String hint) {
        return Json.mapper()
                .createObjectNode()
                .put("type", "urn:holm:problem:" + code)
                .put("title", StatusCodes.get(status).reason())
                .put("status", status)
                .put("detail", hint.isEmpty() ? message : message + ": " + hint)
                .put("code", code)
                .put("message", message)
                .put("field", field)
                .put("hint", hint);
    }

    /** Messages about a wrong field begin after its name ("should be a text"), unless they name it themselves. */
    private static String sentence(Refusal refusal) {
        var lastName = refusal.field().substring(refusal.field().lastIndexOf('.') + 1);
        return refusal.kind() != Refusal.Kind.INVALID
                        || refusal.field().isEmpty()
                        || refusal.message().contains(lastName)
                ? refusal.message()
                : refusal.field() + " " + refusal.message();
    }

    private static List<HttpHeader> headers(Refusal.Kind kind) {
        return switch (kind) {
            case UNAUTHENTICATED -> List.of(RawHeader.create("www-authenticate", "Bearer realm=\"holm\""));
            case TOO_OFTEN, UNAVAILABLE -> List.of(RawHeader.create("retry-after", Integer.toString(RETRY_SECONDS)));
            case MALFORMED,
                    FORBIDDEN,
                    UNKNOWN,
                    METHOD,
                    CONFLICT,
                    TOO_LARGE,
                    MEDIA_TYPE,
                    INVALID,
                    NOT_SERVED,
                    OUTCOME_UNKNOWN -> List.of();
        };
    }

    private static HttpResponse response(int status, ObjectNode document) {
        try {
            return HttpResponse.create()
                    .withStatus(StatusCodes.get(status))
                    .withEntity(HttpEntities.create(
                            TYPE, ByteString.fromArrayUnsafe(Json.mapper().writeValueAsBytes(document))));
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException("a problem cannot be written", notJson);
        }
    }
}
