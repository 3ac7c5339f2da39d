package holm.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A transport protocol that a port mapping can name. */
public enum Protocol {
    TCP("tcp"),
    UDP("udp");

    private final String word;

    Protocol(String word) {
        this.word = word;
    }

    @JsonValue
    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException for any other word, also for upper case */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Protocol of(String word) {
        return switch (word) {
            case "tcp" -> TCP;
            case "udp" -> UDP;
            default -> throw new IllegalArgumentException("a protocol is tcp or udp: " + word);
        };
    }
}
