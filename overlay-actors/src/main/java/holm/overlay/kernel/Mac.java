package holm.overlay.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Link addresses that follow from names, so that nobody has to tell them to anybody. */
public final class Mac {
    private static final int BYTES = 5;

    private Mac() {}

    /** @return a locally administered unicast address; equal for equal names */
    public static String of(String name) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return "02:" + HexFormat.ofDelimiter(":").formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
