package holm.domain.descriptor;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** In which of the dialects in the field a unikernel reads its IPv4 address on its command line. */
public enum UnikraftNetdev {
    /** Unikraft ignores parameters that it does not know, so that both do where nothing is said. */
    BOTH("both"),

    /** {@code netdev.ip=ADDRESS/PREFIX:GATEWAY}, Unikraft 0.15 and later. */
    IP("ip"),

    /** {@code netdev.ipv4_addr=… netdev.ipv4_gw_addr=… netdev.ipv4_subnet_mask=…}, older, and what Oakestra writes. */
    IPV4_ADDR("ipv4_addr"),

    /** Nothing, for a kernel that stops at what it does not know. */
    NONE("none");

    private final String word;

    UnikraftNetdev(String word) {
        this.word = word;
    }

    @JsonValue
    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException for any other word */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static UnikraftNetdev of(String word) {
        return tryOf(word)
                .orElseThrow(() -> new IllegalArgumentException("a dialect is %s: %s".formatted(words(), word)));
    }

    static Optional<UnikraftNetdev> tryOf(String word) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.word.equals(word))
                .findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(UnikraftNetdev::word).collect(Collectors.joining(", "));
    }
}
