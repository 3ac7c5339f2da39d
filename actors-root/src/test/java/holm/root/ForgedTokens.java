package holm.root;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.UnaryOperator;

/** Tokens that must not open anything, each made from a real one. */
final class ForgedTokens {
    private final RSAKey own;
    private final String real;

    /** @param own the root's own key, so that only one thing is wrong */
    ForgedTokens(RSAKey own, String real) {
        this.own = own;
        this.real = real;
    }

    String unsigned() {
        return new PlainJWT(claims()).serialize();
    }

    /** The public key as a secret: an old trick. */
    String signedWithThePublicKey() {
        try {
            return signed(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).build(),
                    claims(),
                    new MACSigner(own.toRSAPublicKey().getEncoded()));
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    String signedByAnotherKey() {
        try {
            return rs256(claims(), new RSAKeyGenerator(2_048).generate());
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    String signedWithoutIntegrity() {
        var end = real.lastIndexOf('.');
        return real.substring(0, end + 1)
                + real.substring(end + 1).replaceAll("^.", real.charAt(end + 1) == 'A' ? "B" : "A");
    }

    String expired() {
        return changed(claims -> claims.expirationTime(Date.from(Instant.now().minus(Duration.ofSeconds(1)))));
    }

    String withoutEnd() {
        return changed(claims -> claims.expirationTime(null));
    }

    String fromTheFuture() {
        return changed(claims -> claims.notBeforeTime(Date.from(Instant.now().plus(Duration.ofHours(1)))));
    }

    String forAnotherAudience() {
        return changed(claims -> claims.audience("another-service"));
    }

    String byAnotherIssuer() {
        return changed(claims -> claims.issuer("another-root"));
    }

    String ofNobody() {
        return changed(claims -> claims.subject(null));
    }

    String ofAGhost() {
        return changed(claims -> claims.subject("ghost"));
    }

    String ofAnotherType() {
        return changed(claims -> claims.claim("type", "file"));
    }

    private String changed(UnaryOperator<JWTClaimsSet.Builder> change) {
        return rs256(change.apply(new JWTClaimsSet.Builder(claims())).build(), own);
    }

    private static String rs256(JWTClaimsSet claims, RSAKey key) {
        try {
            return signed(new JWSHeader.Builder(JWSAlgorithm.RS256).build(), claims, new RSASSASigner(key));
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
        try {
            var token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private JWTClaimsSet claims() {
        try {
            return SignedJWT.parse(real).getJWTClaimsSet();
        } catch (ParseException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
