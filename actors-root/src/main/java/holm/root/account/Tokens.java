package holm.root.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** Makes and checks tokens (JWT, RS256) with the claims that Oakestra's clients read. Thread-safe. */
final class Tokens {
    private static final String ISSUER = "holm-root";
    private static final String AUDIENCE = "holm-api";

    private final String keyId;
    private final JWSSigner signer;
    private final JWSVerifier verifier;
    private final Clock clock;

    /** Whose token it is, and from when. */
    record Grant(String name, Instant issuedAt) {}

    Tokens(TokenKey key, Clock clock) {
        try {
            this.keyId = key.key().getKeyID();
            this.signer = new RSASSASigner(key.key());
            this.verifier = new RSASSAVerifier(key.key().toRSAPublicKey());
            this.clock = clock;
        } catch (JOSEException notAKey) {
            throw new IllegalStateException("the key cannot sign", notAKey);
        }
    }

    String issue(Account account, TokenType type) {
        var now = clock.instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(account.name())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(type.lifetime())))
                .claim("type", type.word())
                .claim("fresh", false)
                .claim("user", account.name())
                .claim(
                        "roles",
                        account.roles().stream().sorted().map(Role::word).toList())
                .claim("organization", account.organization())
                .build();
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(JOSEObjectType.JWT)
                        .keyID(keyId)
                        .build(),
                claims);
        try {
            token.sign(signer);
        } catch (JOSEException failed) {
            throw new IllegalStateException("a token cannot be signed", failed);
        }
        return token.serialize();
    }

    /** @throws RefusalException {@code UNAUTHENTICATED}, when it is not exactly such a token and valid now */
    Grant verify(String text, TokenType type) {
        try {
            var token = SignedJWT.parse(text);
            // Named, never taken from the token: "none" and HS256 with the public key as secret are old tricks (RFC
            // 8725, 2.1).
            if (!JWSAlgorithm.RS256.equals(token.getHeader().getAlgorithm()) || !token.verify(verifier)) {
                throw refused("token-forged", "the token was not signed by this root");
            }
            return grant(token.getJWTClaimsSet(), type);
        } catch (ParseException | JOSEException | IllegalArgumentException notAToken) {
            throw refused("token-malformed", "the token is malformed");
        }
    }

    private Grant grant(JWTClaimsSet claims, TokenType type) throws ParseException {
        if (!ISSUER.equals(claims.getIssuer()) || !claims.getAudience().contains(AUDIENCE)) {
            throw refused("token-for-another", "the token was made for something else");
        }
        var now = clock.instant();
        if (claims.getExpirationTime() == null
                || !claims.getExpirationTime().toInstant().isAfter(now)) {
            throw refused("token-expired", "the token has expired");
        }
        if (claims.getNotBeforeTime() != null
                && claims.getNotBeforeTime().toInstant().isAfter(now)) {
            throw refused("token-too-early", "the token is not valid yet");
        }
        if (!type.word().equals(claims.getStringClaim("type"))) {
            throw refused("token-type", "only " + type.word() + " tokens are taken here");
        }
        if (claims.getSubject() == null || claims.getIssueTime() == null) {
            throw refused("token-malformed", "the token names nobody");
        }
        return new Grant(claims.getSubject(), claims.getIssueTime().toInstant());
    }

    static RefusalException refused(String code, String message) {
        return new RefusalException(
                Refusal.of(Refusal.Kind.UNAUTHENTICATED, code, message).withHint("log in: POST /api/auth/login"));
    }
}
