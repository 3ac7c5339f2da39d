package holm.root.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import org.apache.pekko.util.ByteString;

/**
 * One request to one endpoint, as its handler sees it.
 *
 * @param places what stands in the named places of the path
 * @param body all of it
 * @param identified whose token came with it; empty only for endpoints that are open
 */
public record Call(HttpRequest request, Map<String, String> places, ByteString body, Optional<Caller> identified) {

    /** @throws IllegalStateException when the endpoint is open: a mistake in the route table */
    public Caller caller() {
        return identified.orElseThrow(() -> new IllegalStateException("an open endpoint has no caller"));
    }

    /** @return what stands in a named place of the path */
    public String place(String name) {
        var value = places.get(name);
        if (value == null) {
            throw new IllegalStateException("the path has no place " + name);
        }
        return value;
    }

    /** @return whether the client sent anything but blanks */
    public boolean hasBody() {
        return !body.utf8String().isBlank();
    }

    /** @throws RefusalException when the body is absent, of another type, not JSON, or not an object */
    public ObjectNode object() {
        checkType();
        var json = RequestJson.read(body.toArray());
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw new RefusalException(Refusal.of(
                        Refusal.Kind.MALFORMED,
                        "not-an-object",
                        "the body should be a JSON object, is " + json.getNodeType())
                .withHint("send { … }"));
    }

    /** @return the first value of a query parameter, if it is there and not empty */
    public Optional<String> query(String name) {
        try {
            return request.getUri().query().get(name).filter(value -> !value.isEmpty());
        } catch (IllegalUriException unreadable) {
            throw new RefusalException(
                    Refusal.of(Refusal.Kind.MALFORMED, "malformed-query", "the query of the address cannot be read"));
        }
    }

    /** @return a query parameter that is {@code true} or {@code false}; empty when it is absent */
    public Optional<Boolean> queryFlag(String name) {
        return query(name).map(value -> switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default ->
                throw new RefusalException(Refusal.invalid(
                        name, name + " should be true or false, is '" + value + "'", "write " + name + "=true"));
        });
    }

    /** @return a query parameter that is a whole number from 0 to {@code most}; empty when it is absent */
    public Optional<Long> queryWhole(String name, long most) {
        return query(name).map(value -> {
            try {
                var number = Long.parseLong(value);
                if (number >= 0 && number <= most) {
                    return number;
                }
            } catch (NumberFormatException notANumber) {
                // the same answer as for a number that is out of range
            }
            throw new RefusalException(Refusal.invalid(
                    name,
                    name + " should be a whole number from 0 to " + most + ", is '" + value + "'",
                    "write " + name + "=100"));
        });
    }

    private void checkType() {
        if (!hasBody()) {
            throw new RefusalException(Refusal.of(Refusal.Kind.MALFORMED, "body-missing", "this needs a body")
                    .withHint("send a JSON object"));
        }
        var contentType = request.entity().getContentType();
        var type = contentType.mediaType();
        var isJson = type.subType().equals("json") || type.subType().endsWith("+json");
        if (!isJson && !contentType.equals(ContentTypes.NO_CONTENT_TYPE)) {
            throw new RefusalException(Refusal.of(
                            Refusal.Kind.MEDIA_TYPE, "not-json", "the body's type is " + type + ", JSON is taken here")
                    .withHint("send the header Content-Type: application/json"));
        }
    }
}
