package holm.root.http;

import holm.domain.HexId;
import java.security.SecureRandom;
import java.util.function.Supplier;

/** Where new ids come from. */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /** @return makes a new id of 24 hexadecimal digits at each call; thread-safe */
    public static Supplier<String> random() {
        return () -> {
            var bytes = new byte[12];
            RANDOM.nextBytes(bytes);
            return HexId.of(bytes);
        };
    }
}
