package holm.root.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The fields of a small request. Null counts as absent, because Oakestra's dashboard sends it so; unknown fields are ignored. */
public record JsonFields(ObjectNode object) {

    /** @throws RefusalException when it is absent, empty, or no text */
    public String text(String name) {
        return optionalText(name)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> wrong(name, name + " is missing", "send \"" + name + "\": \"…\""));
    }

    /** @return the text, possibly empty; nothing when it is absent */
    public Optional<String> optionalText(String name) {
        return present(name).map(value -> {
            if (!value.isTextual()) {
                throw wrong(name, name + " should be a text, is " + kindOf(value), "send \"…\"");
            }
            return value.textValue();
        });
    }

    /** @return the texts; nothing when the list is absent */
    public Optional<List<String>> optionalTexts(String name) {
        return present(name).map(value -> {
            if (!value.isArray()) {
                throw wrong(name, name + " should be a list, is " + kindOf(value), "send [\"…\"]");
            }
            var texts = new ArrayList<String>();
            for (var entry : value) {
                if (!entry.isTextual()) {
                    var field = name + "[" + texts.size() + "]";
                    throw wrong(field, field + " should be a text, is " + kindOf(entry), "send [\"…\"]");
                }
                texts.add(entry.textValue());
            }
            return texts;
        });
    }

    /** @throws RefusalException when it is absent, no whole number, or not from 0 to {@code most} */
    public int whole(String name, int most) {
        var value = present(name).orElseThrow(() -> wrong(name, name + " is missing", "send \"" + name + "\": 1"));
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0 || value.intValue() > most) {
            var shown = value.isNumber() ? value.asText() : kindOf(value);
            throw wrong(name, name + " is " + shown, "send a whole number from 0 to " + most);
        }
        return value.intValue();
    }

    private Optional<JsonNode> present(String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
    }

    private static RefusalException wrong(String field, String message, String hint) {
        return new RefusalException(Refusal.invalid(field, message, hint));
    }

    private static String kindOf(JsonNode value) {
        return "a " + value.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
