package holm.e2e.kill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import holm.e2e.support.ApiClient;
import holm.e2e.support.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is known of the instances that a failed round names: what the API says of each, and what the log does. */
final class Evidence {
    private static final Pattern INSTANCE = Pattern.compile("([0-9a-f]{24})\\.(\\d+)");

    private static final Pattern WARNING = Pattern.compile("\"level\":\"(WARN|ERROR)\"");
    private static final JsonMapper JSON = new JsonMapper();

    /** A round that went wrong as a whole names dozens. */
    private static final int MOST_INSTANCES = 5;

    /** The way of an instance through its tiers takes some fifteen lines, in each life of the process. */
    private static final int MOST_LINES = 60;

    /** A line holds what was decided, and perhaps a whole descriptor. */
    private static final int MOST_CHARACTERS = 400;

    private Evidence() {}

    /** Never fails: what cannot be found out is said. */
    static String about(String findings, Installation holm) {
        var named = INSTANCE.matcher(findings)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        return String.join(
                "\n",
                named.stream()
                        .limit(MOST_INSTANCES)
                        .map(instance ->
                                "--- %s ---%n%s%n%s".formatted(instance, inspect(instance, holm), log(instance, holm)))
                        .toList());
    }

    private static String inspect(String instance, Installation holm) {
        var dot = instance.indexOf('.');
        try {
            ApiClient api = holm.api();
            return api.instance(instance.substring(0, dot), Integer.parseInt(instance.substring(dot + 1)))
                    .map(Object::toString)
                    .orElse("not listed");
        } catch (IOException | RuntimeException unknown) {
            return "the API does not say: " + unknown;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "the API was not asked";
        }
    }

    private static String log(String instance, Installation holm) {
        var folder = holm.data().resolve("log");
        try {
            var lines = new ArrayList<String>();
            for (var file : List.of("holm.1.log", "holm.log")) {
                lines.addAll(lines(folder.resolve(file), instance));
            }
            return String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
        } catch (IOException unreadable) {
            return "its log cannot be read: " + unreadable;
        }
    }

    /** @return those about this instance, and those that warn, as a person reads them */
    private static List<String> lines(Path file, String instance) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line ->
                            line.contains(instance) || WARNING.matcher(line).find())
                    .map(Evidence::readable)
                    .map(line -> line.substring(0, Math.min(MOST_CHARACTERS, line.length())))
                    .toList();
        }
    }

    /** The last line of a killed process may be torn. */
    private static String readable(String line) {
        try {
            var entry = JSON.readTree(line);
            return "%s %s %s: %s"
                    .formatted(
                            Instant.ofEpochMilli(entry.path("timestamp").asLong()),
                            entry.path("level").asText(),
                            entry.path("loggerName").asText(),
                            entry.path("formattedMessage").asText());
        } catch (JsonProcessingException torn) {
            return line;
        }
    }
}
