package holm.testing;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Application documents with exactly one thing wrong in each: for the parser, and to be sent over HTTP. Every refusal must name
 * the field.
 */
public final class BadDescriptors {
    private BadDescriptors() {}

    /**
     * @param name what is wrong, as a sentence's end
     * @param document a JSON tree; can be written as JSON
     * @param field the path that the refusal must name
     */
    public record BadDescriptor(String name, Map<String, Object> document, String field) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** @return all of them, made anew; names are unique */
    public static List<BadDescriptor> all() {
        return Stream.of(new BadApplications(), new BadServices(), new BadUnikernels(), new BadNetworks())
                .flatMap(table -> table.all().stream())
                .toList();
    }
}
