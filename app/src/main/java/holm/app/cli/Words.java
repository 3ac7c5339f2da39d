package holm.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** Lists in a table cell. */
final class Words {
    private Words() {}

    static String list(JsonNode array) {
        var words = new StringJoiner(",").setEmptyValue("-");
        array.forEach(word -> words.add(word.asText()));
        return words.toString();
    }
}
