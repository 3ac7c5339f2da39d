package holm.domain.descriptor;

import java.util.regex.Pattern;

/** The names of applications, services and their namespaces. */
final class Names {
    /** As Oakestra's schema has it; names stand in DNS labels, file names and keys. */
    private static final Pattern SHAPE = Pattern.compile("[a-zA-Z0-9]{1,30}");

    /** Long enough that the shape, not the length, is what a person is told about. */
    private static final int LONGEST_READ = DescriptorLimits.TEXT_CHARACTERS;

    private Names() {}

    /** @return the name, or "" after it was noted that it is absent or wrong */
    static String required(Fields fields, String field) {
        var name = fields.requiredText(field, LONGEST_READ, "web");
        if (name.isPresent() && !isValid(name.get())) {
            fields.wrong(
                    field, "is " + Fields.shown(name.get()), "a name has 1 to 30 letters and digits (a-z, A-Z, 0-9)");
        }
        return name.filter(Names::isValid).orElse("");
    }

    private static boolean isValid(String name) {
        return SHAPE.matcher(name).matches();
    }
}
