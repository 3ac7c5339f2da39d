package holm.root.account;

import java.time.Duration;

/** What a token is for. */
enum TokenType {
    ACCESS("access", AccountLimits.ACCESS_TIME),
    REFRESH("refresh", AccountLimits.REFRESH_TIME);

    private final String word;
    private final Duration lifetime;

    TokenType(String word, Duration lifetime) {
        this.word = word;
        this.lifetime = lifetime;
    }

    String word() {
        return word;
    }

    Duration lifetime() {
        return lifetime;
    }
}
