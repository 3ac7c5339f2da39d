package holm.root;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** The part of JSON Schema that the OpenAPI document uses: says where a value is not what its schema promises. */
final class SchemaCheck {
    private final JsonNode document;
    private final List<String> wrong = new ArrayList<>();

    private SchemaCheck(JsonNode document) {
        this.document = document;
    }

    /** @return what is wrong, with its place; empty when all is as promised */
    static List<String> check(JsonNode document, JsonNode schema, JsonNode value) {
        var check = new SchemaCheck(document);
        check.value("$", schema, value);
        return check.wrong;
    }

    static JsonNode resolved(JsonNode document, JsonNode node) {
        return node.has("$ref")
                ? resolved(document, document.at(node.path("$ref").asText().substring(1)))
                : node;
    }

    private void value(String place, JsonNode reference, JsonNode value) {
        var schema = resolved(document, reference);
        if (schema.isMissingNode()) {
            wrong.add(place + ": " + reference + " is not in the document");
            return;
        }
        var types = schema.path("type");
        var allowed = types.isArray() ? texts(types) : types.isTextual() ? List.of(types.asText()) : List.<String>of();
        if (!allowed.isEmpty() && allowed.stream().noneMatch(type -> is(type, value))) {
            wrong.add(place + ": should be " + allowed + ", is " + value);
        }
        if (schema.has("enum") && !texts(schema.path("enum")).contains(value.asText())) {
            wrong.add(place + ": " + value + " is none of " + schema.path("enum"));
        }
        if (schema.has("const") && !schema.path("const").equals(value)) {
            wrong.add(place + ": should be " + schema.path("const") + ", is " + value);
        }
        if (schema.has("pattern")
                && value.isTextual()
                && !value.asText().matches(schema.path("pattern").asText())) {
            wrong.add(place + ": " + value + " does not match " + schema.path("pattern"));
        }
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                wrong.add(place + ": " + name + " is missing");
            }
        });
        schema.path("properties").properties().forEach(property -> {
            if (value.has(property.getKey())) {
                value(place + "." + property.getKey(), property.getValue(), value.get(property.getKey()));
            }
        });
        if (value.isArray() && schema.has("items")) {
            for (var i = 0; i < value.size(); i++) {
                value(place + "[" + i + "]", schema.path("items"), value.get(i));
            }
        }
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
