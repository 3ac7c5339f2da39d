package holm.domain.descriptor;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a document: gives its fields with the type they should have and notes each that has another one. A
 * wrong field reads as if it were absent, so that the rest can be checked too.
 *
 * @param path of this object in the document; empty for the document itself
 */
record Fields(String path, Map<?, ?> values, Findings findings) {
    private static final int LONGEST_SHOWN = 60;
    private static final int LONGEST_SHOWN_BITS = 256;

    /** @return the object at {@code path}, or empty after it was noted that it is something else */
    static Optional<Fields> of(String path, @Nullable Object value, Findings findings) {
        if (value instanceof Map<?, ?> values) {
            return Optional.of(new Fields(path, values, findings));
        }
        findings.add(path, "should be an object, is " + shown(value), "write { … }");
        return Optional.empty();
    }

    String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    @Nullable
    Object raw(String name) {
        return values.get(name);
    }

    void wrong(String name, String message, String hint) {
        findings.add(pathOf(name), message, hint);
    }

    /** @return the text, or "" when it is absent or wrong */
    String text(String name, int longest) {
        return has(name) ? presentText(name, longest).orElse("") : "";
    }

    /** @return the text, or empty after it was noted that it is absent or wrong */
    Optional<String> requiredText(String name, int longest, String example) {
        if (has(name)) {
            return presentText(name, longest);
        }
        wrong(name, "is missing", "write \"" + name + "\": \"" + example + "\"");
        return Optional.empty();
    }

    private Optional<String> presentText(String name, int longest) {
        if (!(raw(name) instanceof String text)) {
            wrong(name, "should be a text, is " + shown(raw(name)), "write \"…\", with quotes");
            return Optional.empty();
        }
        if (text.length() > longest) {
            wrong(name, "has " + text.length() + " characters", "at most " + longest + " characters are taken");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    boolean flag(String name) {
        if (!has(name)) {
            return false;
        }
        if (raw(name) instanceof Boolean flag) {
            return flag;
        }
        wrong(name, "should be true or false, is " + shown(raw(name)), "write true or false, without quotes");
        return false;
    }

    /** @return the whole number 0–{@code most}; 0 when it is absent or wrong */
    int whole(String name, int most) {
        return has(name) ? asWhole(name, most).orElse(0) : 0;
    }

    /** As {@link #whole}, but "" means absent too: Oakestra's dashboard sends it for a field nobody touched. */
    Optional<Integer> wholeOrBlank(String name, int most) {
        if (!has(name) || "".equals(raw(name))) {
            return Optional.empty();
        }
        var number = asWhole(name, most);
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }

    private OptionalInt asWhole(String name, int most) {
        var value = raw(name);
        var whole = asLong(value);
        if (whole.isEmpty()) {
            wrong(
                    name,
                    "should be a whole number, is " + shown(value),
                    "write a number without quotes and without a decimal point");
            return OptionalInt.empty();
        }
        if (whole.get() < 0 || whole.get() > most) {
            wrong(name, "is " + shown(value), "write a whole number from 0 to " + most);
            return OptionalInt.empty();
        }
        return OptionalInt.of(whole.get().intValue());
    }

    /** Decimals are none, also {@code 100.0}: whoever writes one may mean another unit. */
    private static Optional<Long> asLong(@Nullable Object value) {
        return switch (value) {
            case Integer number -> Optional.of(number.longValue());
            case Long number -> Optional.of(number);
            case Short number -> Optional.of(number.longValue());
            case Byte number -> Optional.of(number.longValue());
            case BigInteger big when big.bitLength() < Long.SIZE -> Optional.of(big.longValue());
            case BigInteger big -> Optional.of(big.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
            case null, default -> Optional.empty();
        };
    }

    /** @return the number; empty when it is absent, "" or wrong */
    Optional<Double> numberOrBlank(String name, double most) {
        if (!has(name) || "".equals(raw(name))) {
            return Optional.empty();
        }
        if (!(raw(name) instanceof Number number)) {
            wrong(name, "should be a number, is " + shown(raw(name)), "write a number without quotes");
            return Optional.empty();
        }
        var value = number.doubleValue();
        if (!(value >= 0 && value <= most)) {
            wrong(
                    name,
                    "is " + shown(number),
                    "write a number from 0 to "
                            + BigDecimal.valueOf(most).stripTrailingZeros().toPlainString());
            return Optional.empty();
        }
        return Optional.of(value);
    }

    /** @return the entries that are texts; empty when it is absent */
    List<String> texts(String name, int most, int longest) {
        var texts = new ArrayList<String>();
        var entries = list(name, most);
        for (var i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof String text && text.length() <= longest) {
                texts.add(text);
            } else {
                wrong(
                        name + "[" + i + "]",
                        "should be a text of at most " + longest + " characters, is " + shown(entries.get(i)),
                        "write [\"…\", \"…\"]");
            }
        }
        return texts;
    }

    /** @return the entries that are objects; empty when it is absent */
    List<Fields> objects(String name, int most) {
        var objects = new ArrayList<Fields>();
        var entries = list(name, most);
        for (var i = 0; i < entries.size() && !findings.isFull(); i++) {
            of(pathOf(name) + "[" + i + "]", entries.get(i), findings).ifPresent(objects::add);
        }
        return objects;
    }

    private List<?> list(String name, int most) {
        if (!has(name)) {
            return List.of();
        }
        if (!(raw(name) instanceof List<?> list)) {
            wrong(name, "should be a list, is " + shown(raw(name)), "write [ … ]");
            return List.of();
        }
        if (list.size() > most) {
            wrong(name, "has " + list.size() + " entries", "at most " + most + " entries are taken");
            return List.of();
        }
        return list;
    }

    /** @return {@code value} as a person recognises it, short whatever it is */
    static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text ->
                "\"" + (text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…") + "\"";
            case Map<?, ?> _ -> "an object";
            case List<?> _ -> "a list";
            case Boolean flag -> flag.toString();
            case BigInteger big when big.bitLength() > LONGEST_SHOWN_BITS -> "a very large number";
            case BigDecimal big when big.unscaledValue().bitLength() > LONGEST_SHOWN_BITS -> "a very long number";
            case Number number -> number.toString();
            default -> "something else";
        };
    }

    /** @return length in UTF-8 */
    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
