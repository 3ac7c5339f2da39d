package holm.domain.descriptor;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every text of a document, also in fields that Holm does not know, because all of it is stored and sent on:
 * PostgreSQL's {@code jsonb} takes no NUL, and half of a surrogate pair cannot be written in UTF-8.
 */
final class DocumentCheck {
    private final Findings findings;

    private DocumentCheck(Findings findings) {
        this.findings = findings;
    }

    /** Notes texts that cannot be stored and objects nested deeper than {@link DescriptorLimits#NESTING}. */
    static void check(@Nullable Object document, Findings findings) {
        new DocumentCheck(findings).value("", document, 0);
    }

    private void value(String path, @Nullable Object value, int depth) {
        if (findings.isFull()) {
            return;
        }
        if (depth > DescriptorLimits.NESTING) {
            findings.add(path, "is nested too deeply", "at most " + DescriptorLimits.NESTING + " levels are taken");
            return;
        }
        switch (value) {
            case String text -> text(path, text);
            case Map<?, ?> object -> object.forEach((name, field) -> field(path, String.valueOf(name), field, depth));
            case List<?> list -> {
                for (var i = 0; i < list.size(); i++) {
                    value(path + "[" + i + "]", list.get(i), depth + 1);
                }
            }
            case null, default -> {}
        }
    }

    private void field(String path, String name, @Nullable Object value, int depth) {
        text(path, name);
        value(path.isEmpty() ? name : path + "." + name, value, depth + 1);
    }

    private void text(String path, String text) {
        if (text.indexOf('\0') >= 0) {
            findings.add(path, "contains a NUL character", "leave it out");
        } else if (hasLoneSurrogate(text)) {
            findings.add(path, "contains half of a surrogate pair", "write characters beyond U+FFFF as a whole pair");
        }
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
