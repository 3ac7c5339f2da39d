package holm.e2e.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * What the API answered.
 *
 * @param type the media type; empty text when there was none
 */
public record Answer(String request, int status, String type, String text) {
    private static final JsonMapper JSON = new JsonMapper();

    /** @return the body as JSON; a missing node when it is not JSON */
    public JsonNode body() {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    /** @return the body of a 200, as Oakestra's clients want every success */
    public JsonNode ok() {
        if (status != 200) {
            throw new UnexpectedAnswer(this);
        }
        return body();
    }

    @Override
    public String toString() {
        return "%s -> %d %s".formatted(request, status, text);
    }
}
