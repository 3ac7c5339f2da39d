package holm.root.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A path with named places, as the OpenAPI document writes it. Matches with and without a slash at the end.
 *
 * @param text for example {@code /api/service/{service}/instance/{number}}
 * @param segments of {@code text}
 */
public record PathTemplate(String text, List<String> segments) {
    public PathTemplate {
        segments = List.copyOf(segments);
    }

    public static PathTemplate of(String text) {
        return new PathTemplate(
                text,
                Stream.of(text.split("/")).filter(segment -> !segment.isEmpty()).toList());
    }

    /**
     * @param path decoded segments, without an empty one at the end
     * @return what stands in the named places; empty when the path is another one
     */
    Optional<Map<String, String>> match(List<String> path) {
        if (path.size() != segments.size()) {
            return Optional.empty();
        }
        var places = new HashMap<String, String>();
        for (var i = 0; i < path.size(); i++) {
            var wanted = segments.get(i);
            if (isPlace(wanted)) {
                places.put(wanted.substring(1, wanted.length() - 1), path.get(i));
            } else if (!wanted.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(Map.copyOf(places));
    }

    /** @return how many segments are fixed: of two templates that match, the one with more is meant */
    long fixedSegments() {
        return segments.stream().filter(segment -> !isPlace(segment)).count();
    }

    private static boolean isPlace(String segment) {
        return segment.startsWith("{");
    }
}
