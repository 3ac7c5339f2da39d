package holm.domain;

import java.util.Locale;
import java.util.regex.Pattern;

/** The shape of every id that a client sees: 24 lower-case hexadecimal digits, as Oakestra's clients expect. */
public final class HexId {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{24}");
    private static final int BYTES = 12;

    private HexId() {}

    /** @return whether {@code text} is an id; never throws */
    public static boolean isValid(String text) {
        return SHAPE.matcher(text).matches();
    }

    /**
     * @param random at least 12 random bytes, of which the first 12 are used
     * @return an id made of them
     */
    public static String of(byte[] random) {
        var hex = new StringBuilder(2 * BYTES);
        for (var i = 0; i < BYTES; i++) {
            hex.append(String.format(Locale.ROOT, "%02x", random[i]));
        }
        return hex.toString();
    }
}
