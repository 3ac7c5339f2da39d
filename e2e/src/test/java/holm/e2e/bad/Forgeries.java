package holm.e2e.bad;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import holm.e2e.support.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Tokens that look right: some are even signed with the root's own key, which is read from its data directory. */
final class Forgeries {
    private static final int DEPTH = 4;
    private final RSAKey key;
    private final SignedJWT genuine;

    private Forgeries(RSAKey key, SignedJWT genuine) {
        this.key = key;
        this.genuine = genuine;
    }

    static Forgeries of(Installation holm, String genuine) throws IOException, ParseException {
        try (var files = Files.find(holm.data(), DEPTH, (file, _) -> file.endsWith("token-key.json"))) {
            var file = files.findFirst()
                    .orElseThrow(() -> new IllegalStateException("no token-key.json in " + holm.data()));
            return new Forgeries(RSAKey.parse(Files.readString(file)), SignedJWT.parse(genuine));
        }
    }

    /** @return tokens by what is wrong with them */
    Map<String, String> all() throws JOSEException, ParseException {
        var now = Instant.now();
        var all = new LinkedHashMap<String, String>();
        all.put("is empty", "");
        all.put("is a word", "secret");
        all.put("has empty parts", "..");
        all.put("has expired", signed(claims -> claims.expirationTime(Date.from(now.minusSeconds(5)))));
        all.put("never expires", signed(claims -> claims.expirationTime(null)));
        all.put("is not valid yet", signed(claims -> claims.notBeforeTime(Date.from(now.plus(Duration.ofHours(1))))));
        all.put("is for another audience", signed(claims -> claims.audience("another-api")));
        all.put("is for nobody", signed(claims -> claims.audience((String) null)));
        all.put("is of another issuer", signed(claims -> claims.issuer("another-root")));
        all.put("names nobody", signed(claims -> claims.subject(null)));
        all.put(
                "names an unknown user",
                signed(claims -> claims.subject("nobody").claim("user", "nobody")));
        all.put("is a refresh token", signed(claims -> claims.claim("type", "refresh")));
        all.put("has no type", signed(claims -> claims.claim("type", null)));
        all.put("has the algorithm none", new PlainJWT(genuine.getJWTClaimsSet()).serialize());
        all.put("says none and keeps the signature", withHeader("{\"alg\":\"none\"}"));
        all.put("says NoNe and keeps the signature", withHeader("{\"alg\":\"NoNe\"}"));
        all.put(
                "is signed with another key",
                sign(new RSAKeyGenerator(2_048).keyID(key.getKeyID()).generate(), genuine.getJWTClaimsSet()));
        all.put("is signed with the public key as a secret", withPublicKeyAsSecret());
        all.put("lost its signature", genuine.serialize().replaceAll("[^.]*$", ""));
        all.put("was changed after it was signed", changed());
        return all;
    }

    private String signed(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException, ParseException {
        return sign(
                key,
                change.apply(new JWTClaimsSet.Builder(genuine.getJWTClaimsSet()))
                        .build());
    }

    private String sign(RSAKey with, JWTClaimsSet claims) throws JOSEException {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(with.getKeyID()).build(), claims);
        token.sign(new RSASSASigner(with));
        return token.serialize();
    }

    private String withPublicKeyAsSecret() throws JOSEException, ParseException {
        var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), genuine.getJWTClaimsSet());
        token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        return token.serialize();
    }

    private String withHeader(String header) {
        var parts = genuine.serialize().split("\\.", -1);
        return base64(header) + "." + parts[1] + "." + parts[2];
    }

    private String changed() throws ParseException {
        var parts = genuine.serialize().split("\\.", -1);
        var claims = new JWTClaimsSet.Builder(genuine.getJWTClaimsSet())
                .subject("Admin")
                .build();
        return parts[0] + "." + base64(claims.toString()) + "." + parts[2];
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
