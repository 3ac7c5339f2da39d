package holm.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that talks to a root. */
public final class ClientOptions {
    /** How an answer is printed. */
    enum Output {
        /** A table for people. */
        table,
        /** The API's JSON, for programs. */
        json
    }

    @Option(
            names = {"-s", "--server"},
            paramLabel = "URL",
            defaultValue = "${env:HOLM_SERVER:-http://127.0.0.1:10000}",
            description = "The root to talk to (environment HOLM_SERVER; default ${DEFAULT-VALUE}).")
    String server = "http://127.0.0.1:10000";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    Output output = Output.table;

    private @Nullable Api api;

    Api api() {
        if (api == null) {
            api = new Api(server);
        }
        return api;
    }

    /** @return whether the answer was printed as JSON, so that no table is wanted */
    boolean printedAsJson(JsonNode answer) {
        if (output == Output.json) {
            System.out.println(answer.toPrettyString());
        }
        return output == Output.json;
    }

    static Optional<String> text(JsonNode node, String field) {
        var value = node.path(field);
        return value.isMissingNode() || value.isNull() || value.asText().isEmpty()
                ? Optional.empty()
                : Optional.of(value.asText());
    }

    static String cell(JsonNode node, String field) {
        return text(node, field).orElse("-");
    }
}
