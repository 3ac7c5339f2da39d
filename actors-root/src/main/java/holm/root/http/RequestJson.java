package holm.root.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import java.io.IOException;

/** Reads JSON from outside: strictly, because what two readers understand differently is how checks are passed by. */
final class RequestJson {
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION) // a body may hold a password
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(ApiLimits.NESTING)
                            .maxStringLength(ApiLimits.TEXT_CHARACTERS)
                            .maxNumberLength(ApiLimits.NUMBER_CHARACTERS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RequestJson() {}

    /** @throws RefusalException {@code MALFORMED}, with line and column */
    static JsonNode read(byte[] body) {
        try {
            var node = STRICT.readTree(body);
            if (node.isMissingNode()) {
                throw malformed("the body is empty", "send a JSON object");
            }
            return node;
        } catch (StreamConstraintsException tooMuch) {
            // Without the name of the Java method that set the limit.
            throw malformed(
                    "the JSON goes beyond a limit: "
                            + tooMuch.getOriginalMessage().replaceFirst(", from `[^`]*`", ""),
                    "");
        } catch (JsonProcessingException notJson) {
            var at = notJson.getLocation();
            var place = at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
            throw malformed("not JSON" + place + ": " + notJson.getOriginalMessage(), "");
        } catch (IOException notText) {
            throw malformed("the body is not text in UTF-8: " + notText.getMessage(), "send JSON in UTF-8");
        }
    }

    private static RefusalException malformed(String message, String hint) {
        return new RefusalException(
                Refusal.of(Refusal.Kind.MALFORMED, "malformed-json", message).withHint(hint));
    }
}
