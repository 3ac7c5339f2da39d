package holm.domain.descriptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code constraints}. One that names nothing asks for nothing and is left out. */
final class ConstraintParser {
    private static final String FIELD = "constraints";
    private static final String TYPES = "direct, clusters, addons, latency, geo";

    /** Half the way around the earth is 20,015 km. */
    private static final double FARTHEST_KILOMETRES = 20_040;

    /** A minute: whatever answers later answers nobody. */
    private static final double SLOWEST_MILLIS = 60_000;

    /** A day, in seconds. */
    private static final int LONGEST_CONVERGENCE = 86_400;

    private static final Pattern PLACE =
            Pattern.compile("\\s*(-?[0-9]{1,3}(?:\\.[0-9]{1,12})?)\\s*,\\s*(-?[0-9]{1,3}(?:\\.[0-9]{1,12})?)\\s*");

    private ConstraintParser() {}

    static List<Constraint> parse(Fields service) {
        var constraints = new ArrayList<Constraint>();
        for (var entry : service.objects(FIELD, DescriptorLimits.CONSTRAINTS)) {
            parseOne(entry).ifPresent(constraints::add);
        }
        return constraints;
    }

    /** Reads all fields whatever the type is, as Oakestra's schema does, so that a wrong one never goes by unseen. */
    private static Optional<Constraint> parseOne(Fields entry) {
        var direct = new Constraint.Direct(separated(entry, "cluster"), separated(entry, "node"));
        var clusters = new Constraint.Clusters(names(entry, "allowed"));
        var addons = new Constraint.Addons(names(entry, "needs"));
        var area = entry.text("area", DescriptorLimits.TEXT_CHARACTERS).strip();
        var place = place(entry);
        var type = entry.requiredText("type", DescriptorLimits.NAME_CHARACTERS, "direct");
        var distance = "geo".equals(type.orElse(""));
        var threshold = entry.numberOrBlank("threshold", distance ? FARTHEST_KILOMETRES : SLOWEST_MILLIS);
        var rigidness = entry.numberOrBlank("rigidness", 1);
        var convergence = entry.wholeOrBlank("convergence_time", LONGEST_CONVERGENCE);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        return switch (type.get()) {
            case "direct" ->
                Optional.<Constraint>of(direct)
                        .filter(_ ->
                                !direct.clusters().isEmpty() || !direct.nodes().isEmpty());
            case "clusters" ->
                Optional.<Constraint>of(clusters)
                        .filter(_ -> !clusters.allowed().isEmpty());
            case "addons" ->
                Optional.<Constraint>of(addons).filter(_ -> !addons.needs().isEmpty());
            case "latency" ->
                Optional.<Constraint>of(new Constraint.Latency(area, threshold, rigidness, convergence))
                        .filter(_ -> !area.isEmpty());
            case "geo" ->
                Optional.<Constraint>of(new Constraint.Geo(place, threshold, rigidness, convergence))
                        .filter(_ -> !place.isEmpty());
            default -> {
                entry.wrong(
                        "type",
                        "is " + Fields.shown(type.get()) + ", which Holm does not know",
                        "the types are " + TYPES);
                yield Optional.empty();
            }
        };
    }

    private static List<String> separated(Fields entry, String field) {
        var text = entry.text(field, DescriptorLimits.NAMES_CHARACTERS);
        return checked(entry, field, Arrays.asList(text.split(";", -1)));
    }

    private static List<String> names(Fields entry, String field) {
        var names = entry.texts(field, DescriptorLimits.LIST_ENTRIES, DescriptorLimits.NAME_CHARACTERS);
        if (names.stream().mapToInt(String::length).sum() > DescriptorLimits.NAMES_CHARACTERS) {
            entry.wrong(
                    field,
                    "is too long",
                    "at most " + DescriptorLimits.NAMES_CHARACTERS + " characters are taken in all");
            return List.of();
        }
        return checked(entry, field, names);
    }

    /** @return the names without blanks around them and without empty and repeated ones */
    private static List<String> checked(Fields entry, String field, List<String> names) {
        var stripped = names.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        for (var name : stripped) {
            if (name.length() > DescriptorLimits.NAME_CHARACTERS || name.chars().anyMatch(Character::isISOControl)) {
                entry.wrong(
                        field,
                        "has the name " + Fields.shown(name),
                        "a name has at most " + DescriptorLimits.NAME_CHARACTERS
                                + " characters and no control characters");
                return List.of();
            }
        }
        return stripped;
    }

    private static String place(Fields entry) {
        var text = entry.text("location", DescriptorLimits.TEXT_CHARACTERS).strip();
        if (text.isEmpty()) {
            return "";
        }
        var match = PLACE.matcher(text);
        if (!match.matches()
                || Math.abs(Double.parseDouble(match.group(1))) > 90
                || Math.abs(Double.parseDouble(match.group(2))) > 180) {
            entry.wrong(
                    "location",
                    "is " + Fields.shown(text),
                    "write latitude and longitude in degrees, for example 48.14,11.58");
            return "";
        }
        return match.group(1) + "," + match.group(2);
    }
}
