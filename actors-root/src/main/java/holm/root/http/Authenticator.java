package holm.root.http;

import java.util.Optional;

/** Knows whose token this is. Thread-safe; never waits. */
public interface Authenticator {
    /**
     * @param token the text after {@code Bearer}; empty when the request has none
     * @param access {@link Access#REFRESH} asks for a refresh token, everything else for an access token
     * @throws holm.domain.RefusalException {@code UNAUTHENTICATED}, when it is missing, expired, made for something else or forged
     */
    Caller authenticate(Optional<String> token, Access access);
}
